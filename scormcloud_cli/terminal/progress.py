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

# Of several at once, each in its thread, the first is shown: a screen has one place for it.
_showing = threading.Lock()


class Progress:
    """Tells a person how a workflow goes (see `workflows.reporter.Reporter`).

    Args:
        terminal: whose standard error it is told on.
    """

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self.notice = terminal.notice
        self.detail = terminal.detail
        self.warn = terminal.warn

    @contextmanager
    def meter(self, words: str) -> Iterator["Meter"]:
        """Show how far one file or job is while the block runs, and remove that at its end.

        Where standard error is no terminal, it is told in a line every ten seconds.

        Args:
            words: what is going on.
        """
        if not self._terminal.stderr_is_terminal:
            yield _Lines(self._terminal, words)
            return
        if self._terminal.quiet or not _showing.acquire(blocking=False):
            yield Meter()
            return
        try:
            from rich.progress import DownloadColumn, TransferSpeedColumn

            with self._bar(DownloadColumn(), TransferSpeedColumn()) as bar:
                yield Meter(bar, bar.add_task(printable(words), total=None))
        finally:
            _showing.release()

    @contextmanager
    def counter(self, words: str, total: int) -> Iterator[Callable[[int], None]]:
        """Show how many of several things are done while the block runs.

        Args:
            words: what is going on.
            total: how many there are in all; 0 when that is not known.
        """
        shown = self._terminal.stderr_is_terminal and not self._terminal.quiet
        if not shown or not _showing.acquire(blocking=False):
            yield lambda _done: None
            return
        try:
            from rich.progress import MofNCompleteColumn

            with self._bar(MofNCompleteColumn()) as bar:
                task = bar.add_task(printable(words), total=total or None)
                yield lambda done: bar.update(task, completed=done)
        finally:
            _showing.release()

    def _bar(self, *columns: "ProgressColumn") -> "Bar":
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeRemainingColumn,
        )

        color = self._terminal.wants_color(is_terminal=True)
        return Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            *columns,
            TimeRemainingColumn(),
            console=Console(file=self._terminal.stderr, force_terminal=True, no_color=not color),
            transient=True,
        )


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
    """Writes a line now and then on how far one file is: for logs."""

    def __init__(self, terminal: Terminal, words: str) -> None:
        super().__init__()
        self._terminal = terminal
        self._words = words
        self._began = self._last_line = time.monotonic()

    def bytes(self, done: int, total: int) -> None:
        """Write how many bytes have travelled, unless a line was written just now."""
        now = time.monotonic()
        if now - self._last_line < _LINE_EVERY:
            return
        self._last_line = now
        rate = done / (now - self._began)
        left = f", {(total - done) / rate:.0f} s left" if total and rate else ""
        whole = f" of {_megabytes(total)}" if total else ""
        self._terminal.notice(
            f"{self._words}: {_megabytes(done)}{whole} MB, {_megabytes(rate)} MB/s{left}"
        )

    def phase(self, words: str) -> None:
        """Write what is going on now, once the phase before has taken long enough to mention."""
        if time.monotonic() - self._began >= _LINE_EVERY:
            self._terminal.notice(f"{self._words}: {words}")


def _megabytes(count: float) -> str:
    return f"{count / 1024**2:.1f}"
