"""Progress on standard error, while a file travels or a job runs; on a terminal only."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scormcloud_cli.terminal import Terminal, printable

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID


class Meter:
    """Shows how far one file or job is; shows nothing where nobody looks."""

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


@contextmanager
def meter(terminal: Terminal, words: str) -> Iterator[Meter]:
    """Show progress while the block runs, and take it away at its end.

    Args:
        terminal: whose standard error to show it on, if that is a terminal and not quiet.
        words: what is going on.
    """
    if not terminal.stderr_is_terminal or terminal.quiet:
        yield Meter()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    color = terminal.wants_color(is_terminal=True)
    console = Console(file=terminal.stderr, force_terminal=True, no_color=not color)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    ) as bar:
        yield Meter(bar, bar.add_task(printable(words), total=None))
