"""Progress on standard error, while a file travels or a job runs: a bar, or lines in a log."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scormcloud_cli.terminal.streams import Terminal, printable

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import ProgressColumn, TaskID


# A log of CI gets a line so often, in seconds, where a terminal has a bar.
_LINE_EVERY = 10.0


class Meter:
    """Shows how far one file or job is."""

    def __init__(self, bar: "Bar | None" = None, task: "TaskID | None" = None) -> None:
        self._bar = bar
        self._task = task

    def bytes(self, done: int, total: int) -> None:
        """Show that so many bytes of so many have travelled; a total of 0 is not known."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, total=total or None)

    def phase(self, words: str) -> None:
        """Show that something without a measure is going on, such as ``processing``."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=words, total=None)


class _Lines(Meter):
    """Says in a line, now and then, how far one file is: for logs."""

    def __init__(self, terminal: Terminal, words: str) -> None:
        super().__init__()
        self._terminal = terminal
        self._words = words
        self._began = self._said = time.monotonic()

    def bytes(self, done: int, total: int) -> None:
        """Say that so many bytes of so many have travelled, unless that was said just now."""
        now = time.monotonic()
        if now - self._said < _LINE_EVERY:
            return
        self._said = now
        rate = done / (now - self._began)
        left = f", {(total - done) / rate:.0f} s left" if total and rate else ""
        whole = f" of {_megabytes(total)}" if total else ""
        self._terminal.notice(
            f"{self._words}: {_megabytes(done)}{whole} MB, {_megabytes(rate)} MB/s{left}"
        )

    def phase(self, words: str) -> None:
        """Say what is going on now, once something else has taken long enough to be told of."""
        if time.monotonic() - self._began >= _LINE_EVERY:
            self._terminal.notice(f"{self._words}: {words}")


def _megabytes(count: float) -> str:
    return f"{count / 1024**2:.1f}"


@contextmanager
def meter(terminal: Terminal, words: str) -> Iterator[Meter]:
    """Show progress while the block runs, and take it away at its end.

    Args:
        terminal: whose standard error to show it on, unless it is quiet; where that is no
            terminal, as a line every ten seconds.
        words: what is going on.
    """
    if not terminal.stderr_is_terminal:
        yield _Lines(terminal, words)
        return
    # Of several at once, each in its thread, the first is shown: a screen has one place for it.
    if not _is_shown(terminal) or not _showing.acquire(blocking=False):
        yield Meter()
        return
    try:
        from rich.progress import DownloadColumn, TransferSpeedColumn

        with _bar(terminal, DownloadColumn(), TransferSpeedColumn()) as bar:
            yield Meter(bar, bar.add_task(printable(words), total=None))
    finally:
        _showing.release()


@contextmanager
def counter(terminal: Terminal, words: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show how many of many things are done while the block runs; call what it gives with that.

    Args:
        terminal: as for `meter`.
        words: what is going on.
        total: how many there are in all; 0 when that is not known.
    """
    if not _is_shown(terminal) or not _showing.acquire(blocking=False):
        yield lambda _done: None
        return
    try:
        from rich.progress import MofNCompleteColumn

        with _bar(terminal, MofNCompleteColumn()) as bar:
            task = bar.add_task(printable(words), total=total or None)
            yield lambda done: bar.update(task, completed=done)
    finally:
        _showing.release()


_showing = threading.Lock()


def _is_shown(terminal: Terminal) -> bool:
    return terminal.stderr_is_terminal and not terminal.quiet


def _bar(terminal: Terminal, *columns: "ProgressColumn") -> "Bar":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    color = terminal.wants_color(is_terminal=True)
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        *columns,
        TimeRemainingColumn(),
        console=Console(file=terminal.stderr, force_terminal=True, no_color=not color),
        transient=True,
    )
