"""Unit tests see nothing of this machine's user, and open no socket."""

import itertools
import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import pytest_socket

from scormcloud_cli.terminal.streams import Terminal
from tests.support.environs import clean_environ
from tests.support.here import run_here
from tests.support.results import Run, runner

_HOME_NUMBERS = itertools.count()


@pytest.fixture(autouse=True, scope="package")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("SCLOUD_CONFIG_DIR", "SCLOUD_DATA_DIR"):
            patch.setenv(name, "")  # set for each test, and all as it was at the end
        patch.setenv("SCLOUD_KEYRING", "none")
        for name in ("SCLOUD_APP_ID", "SCLOUD_SECRET_KEY", "SCLOUD_TOKEN", "SCLOUD_PROFILE"):
            patch.delenv(name, raising=False)
        yield tmp_path_factory.getbasetemp()


@pytest.fixture(autouse=True)
def _no_socket_and_no_user(_homes: Path) -> None:
    # An event loop wakes itself through a pair of Unix sockets; nothing leaves the process by it.
    # The plugin allows all sockets again after each test.
    pytest_socket.disable_socket(allow_unix_socket=True)
    home = f"{_homes}/home-{next(_HOME_NUMBERS)}"  # made by whoever writes there
    os.environ.update(SCLOUD_CONFIG_DIR=f"{home}/config", SCLOUD_DATA_DIR=f"{home}/data")


@pytest.fixture
def terminal() -> Terminal:
    """A terminal that keeps what is written to it, and is none."""
    return Terminal(StringIO(), StringIO(), StringIO(), environ={})


@pytest.fixture
def scloud(tmp_path: Path) -> Run:
    """Run scloud in this process, in a pipe, for somebody who has no account."""
    return runner(run_here, clean_environ(tmp_path), tmp_path)
