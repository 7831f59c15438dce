"""``scloud`` and ``python -m scormcloud_cli`` as processes: how they end, and what ends them."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.emulators import ServedEmulator
from tests.support.environs import SAMPLES
from tests.support.processes import Processes
from tests.support.results import Result, Run
from tests.support.unruly import SILENCE, UnrulyServer, http

pytestmark = pytest.mark.process

BROKEN, AICC = (str(SAMPLES / f"{name}.zip") for name in ("broken", "aicc"))
BUSY = http("429 Slow down", b"", "Retry-After: 1000")

# A command line for each class of error (docs/cli.md, Errors); GOLF stands for a course.
CODES = {
    0: ("course", "exists", "GOLF"),
    1: ("course", "import", AICC, "--id", "GOLF"),
    2: ("course", "import", "no-such-file.zip"),
    3: ("course", "show", "no-such-course"),
    4: ("app", "list"),
    6: ("course", "list", "--retries", "0"),
    7: ("course", "check", BROKEN),
    9: ("course", "delete", "GOLF", "no-such-course", "--yes"),
    10: ("course", "delete", "GOLF"),
}
NOWHERE = {6: {"SCLOUD_BASE_URL": "http://127.0.0.1:9"}}


@pytest.mark.parametrize("code", CODES)
def test_a_process_ends_with_the_code_of_its_error(
    scloud_process: Run, golf: str, code: int
) -> None:
    words = (golf if word == "GOLF" else word for word in CODES[code])
    done = scloud_process(*words, environ=NOWHERE.get(code))
    assert done.code == code, done.err
    # Only some of many, and a package that was looked at, have a result beside their error.
    assert bool(done.out) == (code in (0, 7, 9))
    assert code == 0 or done.error["exit"] == code


def test_a_process_that_may_not_go_on_so_fast_ends_with_5(scloud_process: Run) -> None:
    server = UnrulyServer((BUSY,))
    done = scloud_process("course", "list", environ={"SCLOUD_BASE_URL": server.url})
    server.close()
    assert (done.code, done.error["code"]) == (5, "rate_limited")


@pytest.fixture
def as_module(environ: dict[str, str], tmp_path: Path) -> Callable[..., Result]:
    """Run ``python -m scormcloud_cli``."""

    def run(*arguments: str) -> Result:
        ended = subprocess.run(
            [sys.executable, "-m", "scormcloud_cli", *arguments],
            capture_output=True,
            text=True,
            env=environ,
            cwd=tmp_path,
            timeout=60,
        )
        return Result(ended.returncode, ended.stdout, ended.stderr)

    return run


@pytest.mark.parametrize("code", [0, 2, 3])
def test_the_module_is_the_command(
    as_module: Callable[..., Result], scloud_process: Run, golf: str, code: int
) -> None:
    words = [golf if word == "GOLF" else word for word in CODES[code]]
    done = as_module(*words)
    assert done == scloud_process(*words)
    assert done.code == code


@pytest.fixture
def silent() -> Iterator[UnrulyServer]:
    """A server that takes requests, and never answers."""
    server = UnrulyServer((SILENCE,))
    yield server
    server.close()


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")],
)
def test_a_signal_ends_a_process_with_one_line(
    environ: dict[str, str],
    processes: Processes,
    silent: UnrulyServer,
    tmp_path: Path,
    number: signal.Signals,
    code: int,
    word: str,
) -> None:
    process = processes.start(
        *("course", "list", "-o", "table"),
        environ={**environ, "SCLOUD_BASE_URL": silent.url},
        folder=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    silent.wait_for_request()
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (code, "", f"error: {word}\n")


def test_a_run_in_this_process_leaves_it_as_it_was(scloud: Run, emulator: ServedEmulator) -> None:
    before = (signal.getsignal(signal.SIGTERM), sys.getswitchinterval(), Path.cwd(), sys.stdout)
    assert scloud("course", "list").code == 0
    after = (signal.getsignal(signal.SIGTERM), sys.getswitchinterval(), Path.cwd(), sys.stdout)
    assert before == after
