"""The Chromium that the machine has, for tests of pages."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium")
#: The marks of tests that need it.
IN_A_BROWSER = [
    pytest.mark.process,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium"),
    pytest.mark.skipif(find_spec("playwright") is None, reason="playwright is not installed"),
]
# Without these it looks for servers of its maker.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Finds the API from a frame and from a window, as content does.
FIND = """
function find(w) {
  while (!(w.API || w.API_1484_11) && w.parent !== w) w = w.parent;
  return w.API || w.API_1484_11;
}
const api = find(window) || find(window.opener);
const set = (name, value) => api.LMSSetValue(name, value);
"""


@contextmanager
def chromium() -> Iterator[Any]:
    """Give a browser; one is enough for a module, each test has a context of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


def until(condition: Callable[[], object]) -> None:
    """Wait until something holds, for five seconds."""
    for _ in range(100):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("it did not come to that")
