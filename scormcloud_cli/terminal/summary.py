"""What a run did as a table in Markdown, on the page that GitHub Actions shows of a job."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from scormcloud_cli.api.errors import CloudError
from scormcloud_cli.terminal.streams import Terminal, printable
from scormcloud_cli.terminal.values import cell, value_of
from scormcloud_cli.terminal.view import Column, Record

# Names the file that is shown on the page; what is appended to it is shown as well.
VARIABLE = "GITHUB_STEP_SUMMARY"
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!@&])")


def summarized(
    terminal: Terminal, title: str, columns: Sequence[Column], records: Iterator[Record]
) -> Iterator[Record]:
    """Yield the records of a run, and append each to the page as it comes; last, what went wrong.

    Nothing is written where the environment names no page. A page that cannot be written is told,
    and keeps nothing from being done.

    Args:
        terminal: its environment names the page.
        title: what stands above the table.
        columns: the table's columns.
        records: the records.
    """
    page = _Page(terminal)
    page.add(f"\n### {title}\n\n{_row(column.heading for column in columns)}")
    page.add(_row("---" for _ in columns))
    try:
        for record in records:
            page.add(_row(_text(cell(value_of(record, column.field))) for column in columns))
            yield record
    except CloudError as error:
        page.add(f"\n{_text(str(error))}\n")
        raise


class _Page:
    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._path = terminal.environ.get(VARIABLE)

    def add(self, text: str) -> None:
        if not self._path:
            return
        try:
            with Path(self._path).open("a", encoding="utf-8", errors="replace") as file:
                file.write(text)
        except OSError as error:
            self._terminal.warn(f"cannot write the summary {self._path}: {error.strerror}")
            self._path = None


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _text(text: str) -> str:
    """Return a text of one line that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", printable(text).replace("\n", " "))
