from io import StringIO
from itertools import repeat

import pytest

from scormcloud_cli.terminal import table
from scormcloud_cli.terminal.streams import Terminal
from scormcloud_cli.terminal.view import Column

WIDTH = 60
COLUMNS = (
    Column("id", "ID", whole=True),
    Column("title", "TITLE"),
    Column("tags", "TAGS"),
    Column("updated", "UPDATED"),
)
ROW = {"id": "golf-explained", "title": "Golf " * 20, "tags": ["a", "b"], "updated": "2026"}


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal of 60 columns."""
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    made = Terminal(StringIO(), StringIO(), StringIO(), environ={"NO_COLOR": "1"})
    made.stdout_is_terminal = True
    return made


def lines(terminal: Terminal) -> list[str]:
    assert isinstance(terminal.stdout, StringIO)
    return terminal.stdout.getvalue().splitlines()


def test_a_wide_column_gives_way_and_the_others_stay(screen: Terminal) -> None:
    table.print_rows(screen, COLUMNS, [ROW], iter(()))
    heading, row = lines(screen)
    assert heading.split() == ["ID", "TITLE", "TAGS", "UPDATED"]
    assert row.startswith("golf-explained  Golf")
    assert "…" in row
    assert row.rstrip().endswith("2026")
    assert len(row.rstrip()) <= WIDTH


def test_what_people_copy_is_folded_and_never_cut(screen: Terminal) -> None:
    table.print_rows(screen, COLUMNS, [{**ROW, "id": "x" * 100}], iter(()))
    printed = lines(screen)
    assert sum(line.count("x") for line in printed) == 100
    assert "UPDATED" in printed[0]


def test_rows_that_come_later_are_printed_in_the_widths_of_the_first(screen: Terminal) -> None:
    table.print_rows(screen, COLUMNS, [ROW], repeat({**ROW, "title": "Golf"}, 3))
    printed = lines(screen)
    assert len({line.index("2026") for line in printed[1:]}) == 1


def test_columns_that_all_hold_little_are_left_as_they_are() -> None:
    assert table.fitted([5, 10, 3], [True, False, False], 80) == [5, 10, 3]


def test_no_column_is_narrower_than_can_be_read() -> None:
    assert table.fitted([20, 30, 4], [True, False, False], 10) == [8, 8, 4]
