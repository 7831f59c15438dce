"""Runs commands in the test's own process: a few milliseconds where a process costs 300."""

import contextlib
import io
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from unittest import mock

from rich.console import Console

from scormcloud_cli.api.pace import Pace
from scormcloud_cli.api.transport import Transport
from scormcloud_cli.cli import main
from scormcloud_cli.terminal.streams import Terminal
from tests.support.results import Result

# What a terminal of 120 by 40 tells those who ask how wide it is.
SCREEN = {"COLUMNS": "120", "LINES": "40"}
# How much shorter a pause is: what a command waits for stands in this process, and is quick.
_HASTE = 20


class Stream(io.TextIOWrapper):
    """A stream that is kept in memory, and says that it is a terminal if it is told to.

    Args:
        content: what is read from it.
        is_terminal: what it says.
    """

    def __init__(self, content: str = "", *, is_terminal: bool = False) -> None:
        self._kept = io.BytesIO(content.encode())
        super().__init__(self._kept, "utf-8", newline="", write_through=True)
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal

    @property
    def written(self) -> str:
        """What was written to it, its lines ended by a line feed alone."""
        self.flush()
        return self._kept.getvalue().decode().replace("\r\n", "\n")


def run_here(
    arguments: Sequence[str],
    *,
    environ: Mapping[str, str],
    folder: Path,
    typed: str = "",
    on_terminal: bool = False,
) -> Result:
    """Run scloud in this process.

    Args:
        arguments: the command line without the program's name.
        environ: the whole environment.
        folder: the current folder.
        typed: what standard input holds.
        on_terminal: have all three streams say that they are a terminal; what is printed is then
            all in `out`, and what is typed is not echoed.
    """
    given = Stream(typed, is_terminal=on_terminal)
    out = Stream(is_terminal=on_terminal)
    err = out if on_terminal else Stream()
    with (
        _in_place({**environ, **(SCREEN if on_terminal else {})}, folder, given, out, err),
        _in_haste(),
    ):
        try:
            code = main(list(arguments), Terminal(given, out, err, os.environ))
        except SystemExit as end:  # how click ends a completion
            code = int(end.code or 0)
    return Result(code, out.written, "" if on_terminal else err.written)


@contextlib.contextmanager
def _in_place(
    environ: dict[str, str], folder: Path, given: Stream, out: Stream, err: Stream
) -> Iterator[None]:
    """Have this process look like the command's: for what click, rich and httpx ask for."""
    with (
        contextlib.chdir(folder),
        # The variables of the process itself stay: to set them takes long, and Python asks here.
        mock.patch.object(os, "environ", environ),
        mock.patch.dict(Console.__init__.__kwdefaults__, _environ=environ),  # has hold of the real
        mock.patch.object(sys, "stdin", given),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        yield


@contextlib.contextmanager
def _in_haste() -> Iterator[None]:
    """Make the pauses of commands short."""
    sleep = time.sleep

    def pause(seconds: float) -> None:
        sleep(seconds / _HASTE)

    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch("time.sleep", pause))
        for pausing in (Transport, Pace):  # which have taken hold of the real one
            defaults = pausing.__init__.__kwdefaults__
            stack.enter_context(mock.patch.dict(defaults, pause=pause))
        yield
