"""Tables for people. The only module that imports rich's tables, and so loaded only for one."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from scormcloud_cli.terminal.streams import Terminal, printable
from scormcloud_cli.terminal.values import cell, value_of
from scormcloud_cli.terminal.view import Column, Record

# Where the width of the screen is not known, nothing is cut: a pipe has no width.
_NO_WIDTH = 100_000
_ROWS_AT_ONCE = 500
_GAP = 2  # cells between two columns
_NARROWEST = 8  # cells that a column keeps, however narrow the screen is
# A time as models have it; tables show it shorter, in UTC all the same.
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def print_rows(
    terminal: Terminal, columns: Sequence[Column], first: Sequence[Record], rest: Iterator[Record]
) -> None:
    """Print a list as a table.

    Args:
        terminal: where to.
        columns: what to show.
        first: the rows that the widths of the columns are taken from.
        rest: the rows after them, printed in the same widths as they come.
    """
    console = _console(terminal)
    shown = [column for column in columns if any(_shown(row, column) for row in first)]
    shown = shown or list(columns[:1])
    widths = fitted(
        [
            max(len(column.heading), *(Text(_shown(row, column)).cell_len for row in first))
            for column in shown
        ],
        [column.whole for column in shown],
        console.width - _GAP * (len(shown) - 1),
    )
    for index, rows in enumerate(_chunks(first, rest)):
        table = Table(
            box=None,
            pad_edge=False,
            padding=(0, _GAP, 0, 0),
            show_header=index == 0,
            header_style="bold",
        )
        for column, width in zip(shown, widths, strict=True):
            table.add_column(
                column.heading,
                width=width,
                no_wrap=not column.whole,
                overflow="fold" if column.whole else "ellipsis",
            )
        for row in rows:
            table.add_row(*(Text(_shown(row, column)) for column in shown))
        console.print(table)


def fitted(widths: Sequence[int], whole: Sequence[bool], room: int) -> list[int]:
    """Return the widths of columns, the widest made narrower until all fit on the screen.

    Args:
        widths: what each column would take, in cells.
        whole: which columns are not to be cut: they are folded, and only when the others are as
            narrow as they get.
        room: the cells there are.
    """
    narrowed = list(widths)
    for can_shrink in ([not keep for keep in whole], [True] * len(narrowed)):
        while sum(narrowed) > room:
            width, index = max(
                ((width, -index) for index, width in enumerate(narrowed) if can_shrink[index]),
                default=(0, 0),
            )
            if width <= _NARROWEST:
                break
            narrowed[-index] -= 1
    return narrowed


def print_record(terminal: Terminal, record: Record) -> None:
    """Print one thing as a list of its fields, nested ones under dotted names."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in _flat(record, ""):
        table.add_row(Text(printable(name)), Text(_readable(value)))
    _console(terminal).print(table)


def print_tree(
    terminal: Terminal, root: Record, children: str, label: Callable[[Record], str]
) -> None:
    """Print a tree of things that hold things.

    Args:
        terminal: where to.
        root: the thing at the top.
        children: the field that holds the things inside one.
        label: gives the line that shows one.
    """

    def grow(branch: Tree, record: Record) -> Tree:
        for child in record.get(children, ()):
            grow(branch.add(Text(printable(label(child)))), child)
        return branch

    _console(terminal).print(grow(Tree(Text(printable(label(root)))), root))


def _shown(row: Record, column: Column) -> str:
    return _readable(value_of(row, column.field))


def _readable(value: Any) -> str:
    """Return a value as a cell of a table; a time without its T, its seconds' fraction and Z."""
    text = printable(cell(value))
    return f"{text[:10]} {text[11:19]}" if _TIME.fullmatch(text) else text


def _console(terminal: Terminal) -> Console:
    color = terminal.wants_color(terminal.stdout_is_terminal)
    return Console(
        file=terminal.stdout,
        force_terminal=color,
        no_color=not color,
        width=None if terminal.stdout_is_terminal else _NO_WIDTH,
        highlight=False,
        markup=False,
        emoji=False,
    )


def _chunks(first: Sequence[Record], rest: Iterator[Record]) -> Iterable[Sequence[Record]]:
    yield first
    while rows := list(islice(rest, _ROWS_AT_ONCE)):
        yield rows


def _flat(record: Record, prefix: str) -> Iterator[tuple[str, Any]]:
    for name, value in record.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value
