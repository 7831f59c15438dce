import csv
import json
from collections.abc import Callable, Iterator
from io import BufferedWriter, BytesIO, StringIO, TextIOWrapper

import pytest

from scormcloud_cli.api.errors import JobFailed, UsageError
from scormcloud_cli.terminal.output import Output
from scormcloud_cli.terminal.streams import Terminal
from scormcloud_cli.terminal.values import cell, value_of
from scormcloud_cli.terminal.view import Column, Record, View

VIEW = View(
    "course",
    columns=(Column("id", "ID"), Column("title", "TITLE"), Column("tags", "TAGS")),
    fields=("id", "title", "tags", "course.version"),
)
GOLF = {"id": "golf", "title": "Golf", "tags": ["a", "b"], "course": {"version": 2}}
RUGBY = {"id": "rugby", "title": 'a "try", and more\n'}

Print = Callable[..., str]


def written(terminal: Terminal) -> str:
    assert isinstance(terminal.stdout, StringIO)
    return terminal.stdout.getvalue()


@pytest.fixture
def printed(terminal: Terminal) -> Print:
    def print_in(
        name: str, *records: Record, fields: tuple[str, ...] = (), one: bool = False
    ) -> str:
        output = Output(terminal, name, VIEW, fields)
        if one:
            output.one(records[0])
        else:
            output.many(iter(records))
        return written(terminal)

    return print_in


def test_auto_is_json_where_output_is_no_terminal(terminal: Terminal) -> None:
    assert Output(terminal, "auto", VIEW).format == "json"


def test_one_thing_is_an_object(printed: Print) -> None:
    assert json.loads(printed("json", GOLF, one=True)) == GOLF


def test_a_list_is_an_array(printed: Print) -> None:
    assert json.loads(printed("json", GOLF, RUGBY)) == [GOLF, RUGBY]


def test_an_empty_list_is_an_empty_array(printed: Print) -> None:
    assert printed("json") == "[]\n"


def test_json_lines_have_a_thing_each(printed: Print) -> None:
    lines = printed("jsonl", GOLF, RUGBY).splitlines()
    assert [json.loads(line) for line in lines] == [GOLF, RUGBY]


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "tsv", "ids"])
def test_a_row_has_left_before_the_next_one_is_asked_for(name: str) -> None:
    pipe = BytesIO()
    terminal = Terminal(StringIO(), TextIOWrapper(BufferedWriter(pipe)), StringIO(), {})

    def rows() -> Iterator[Record]:
        for number in range(5):
            yield {"id": f"golf-{number}", "title": "Golf"}
            assert f"golf-{number}" in pipe.getvalue().decode()

    Output(terminal, name, VIEW).many(rows())


def test_csv_is_rfc_4180(printed: Print) -> None:
    text = printed("csv", GOLF, RUGBY)
    assert text.startswith("id,title,tags\r\n")
    assert list(csv.reader(StringIO(text, newline=""))) == [
        ["id", "title", "tags"],
        ["golf", "Golf", "a,b"],
        ["rugby", 'a "try", and more\n', ""],
    ]


def test_tsv_lines_end_as_cut_and_awk_want(printed: Print) -> None:
    assert printed("tsv", GOLF) == "id\ttitle\ttags\ngolf\tGolf\ta,b\n"


def test_an_empty_csv_has_its_header(printed: Print) -> None:
    assert printed("csv") == "id,title,tags\r\n"


def test_ids_are_bare_lines(printed: Print) -> None:
    assert printed("ids", GOLF, RUGBY) == "golf\nrugby\n"


def test_fields_pick_what_is_printed_in_their_order(printed: Print) -> None:
    text = printed("jsonl", GOLF, fields=("course.version", "id"))
    assert text == '{"course": {"version": 2}, "id": "golf"}\n'


def test_fields_are_the_columns_of_csv(printed: Print) -> None:
    assert (
        printed("csv", GOLF, fields=("id", "course.version")) == "id,course.version\r\ngolf,2\r\n"
    )


def test_rows_go_out_before_the_list_ends(terminal: Terminal) -> None:
    seen: list[str] = []

    def records() -> Iterator[Record]:
        yield GOLF
        seen.append(written(terminal))
        yield RUGBY

    Output(terminal, "jsonl", VIEW).many(records())
    assert json.loads(seen[0]) == GOLF


def test_json_holds_no_character_that_moves_a_cursor(printed: Print) -> None:
    text = printed("json", {"id": "a", "title": "\x1b[2J\x9b2J"}, one=True)
    assert "\x1b" not in text
    assert "\x9b" not in text
    assert json.loads(text)["title"] == "\x1b[2J\x9b2J"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), ("a", "a"), (["a", "b"], "a,b"), (2.5, "2.5"), (True, "true"), ([1], "[1]")],
)
def test_cells(value: object, text: str) -> None:
    assert cell(value) == text


def test_a_dotted_name_finds_what_is_nested() -> None:
    assert value_of(GOLF, "course.version") == 2
    assert value_of(GOLF, "course.version.deeper") is None
    assert value_of(GOLF, "missing") is None


def test_a_table_shows_what_is_nought_and_leaves_out_columns_of_nothing(printed: Print) -> None:
    lines = printed("table", {"id": "golf", "title": 0}).splitlines()
    assert [line.split() for line in lines] == [["ID", "TITLE"], ["golf", "0"]]


def test_a_table_shows_times_short(printed: Print) -> None:
    text = printed("table", {"id": "golf", "title": "2026-01-31T12:00:05.123Z"})
    assert "2026-01-31 12:00:05" in text
    assert "T12" not in text


def test_on_a_terminal_auto_is_a_table_that_a_command_may_show_nicer(terminal: Terminal) -> None:
    terminal.stdout_is_terminal = True
    assert Output(terminal, "auto", VIEW).for_people
    assert not Output(terminal, "auto", VIEW, ("id",)).for_people
    assert not Output(terminal, "csv", VIEW).for_people


def test_an_empty_list_is_told_in_the_plural_of_its_kind(terminal: Terminal) -> None:
    Output(terminal, "table", VIEW).many(iter(()))
    assert isinstance(terminal.stderr, StringIO)
    assert (written(terminal), terminal.stderr.getvalue()) == ("", "no courses\n")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("json", '[\n  "id",\n  "title"\n]\n'),
        ("jsonl", '"id"\n"title"\n'),
        ("table", "id\ntitle\n"),
        ("csv", "id\ntitle\n"),
    ],
)
def test_names_are_an_array_in_json_and_lines_elsewhere(
    terminal: Terminal, name: str, text: str
) -> None:
    Output(terminal, name, VIEW).names(["id", "title"])
    assert written(terminal) == text


def breaking() -> Iterator[Record]:
    yield GOLF
    raise JobFailed("it broke off")


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "ids", "table"])
def test_of_a_list_that_breaks_off_what_there_was_is_printed(terminal: Terminal, name: str) -> None:
    with pytest.raises(JobFailed):
        Output(terminal, name, VIEW).many(breaking())
    assert "golf" in written(terminal)
    if name == "json":
        assert json.loads(written(terminal)) == [GOLF]


def test_what_failed_has_no_id_to_hand_on(terminal: Terminal, printed: Print) -> None:
    failed = {"id": "rugby", "status": "failed", "error": {"message": "no such course"}}
    assert printed("ids", GOLF, failed) == "golf\n"
    assert isinstance(terminal.stderr, StringIO)
    assert terminal.stderr.getvalue() == "warning: rugby: no such course\n"


@pytest.mark.parametrize("name", ["csv", "table"])
def test_where_no_columns_are_known_the_first_record_has_them(
    terminal: Terminal, name: str
) -> None:
    answer = View("answer", columns=(), fields=("*",))
    Output(terminal, name, answer).many(iter([{"a": 1, "b": 2}, {"a": 3}]))
    assert written(terminal).replace(",", " ").split() == ["a", "b", "1", "2", "3"]


def test_without_columns_an_empty_csv_has_no_header(terminal: Terminal) -> None:
    Output(terminal, "csv", View("answer", columns=(), fields=("*",))).many(iter(()))
    assert written(terminal) == ""


def test_a_list_whose_printing_is_interrupted_is_asked_for_no_more(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = []

    def records() -> Iterator[Record]:
        try:
            yield GOLF
            raise KeyboardInterrupt
        finally:
            ended.append(True)

    def interrupted(_text: str) -> None:
        raise KeyboardInterrupt

    listed = records()
    monkeypatch.setattr(terminal, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Output(terminal, "jsonl", VIEW).many(listed)
    assert ended


HOSTILE = {"id": "=cmd|x", "title": "\x1b[2J\x9b2J a\tb\r\nc", "tags": ["-1+1"]}


def test_no_cell_of_csv_is_run_by_a_spreadsheet_or_moves_a_cursor(printed: Print) -> None:
    rows = list(csv.reader(StringIO(printed("csv", HOSTILE), newline="")))
    assert rows[1] == ["'=cmd|x", "\ufffd[2J\ufffd2J a\tb\nc", "'-1+1"]


def test_a_number_is_a_number_in_csv(printed: Print) -> None:
    assert printed("csv", {"id": "-5", "title": -2.5}) == "id,title,tags\r\n-5,-2.5,\r\n"


def test_a_row_of_tsv_is_one_line(printed: Print) -> None:
    assert printed("tsv", HOSTILE).splitlines()[1] == ("'=cmd|x\t\ufffd[2J\ufffd2J a b c\t'-1+1")


def test_ids_move_no_cursor_of_a_terminal_and_are_whole_in_a_pipe(
    terminal: Terminal, printed: Print
) -> None:
    assert printed("ids", {"id": "\x1b[2J"}) == "\x1b[2J\n"
    terminal.stdout_is_terminal = True
    assert printed("ids", {"id": "\x1b[2J"}).endswith("\n\ufffd[2J\n")


def test_an_id_with_a_line_break_is_no_line_of_another_command(
    terminal: Terminal, printed: Print
) -> None:
    assert printed("ids", {"id": "a\ngolf"}, GOLF) == "golf\n"
    assert isinstance(terminal.stderr, StringIO)
    assert "'a\\ngolf' has a line break" in terminal.stderr.getvalue()


def test_csv_has_a_column_for_what_else_was_asked_for(terminal: Terminal) -> None:
    output = Output(terminal, "csv", VIEW)
    output.also("course.version", "title")
    output.many([GOLF])
    assert written(terminal) == 'id,title,tags,course.version\r\ngolf,Golf,"a,b",2\r\n'


def test_fields_that_are_named_are_all_there_is(terminal: Terminal) -> None:
    output = Output(terminal, "csv", VIEW, ("id",))
    output.also("course.version")
    output.many([GOLF])
    assert written(terminal) == "id\r\ngolf\r\n"


def test_a_row_that_has_more_than_the_columns_is_refused(terminal: Terminal) -> None:
    output = Output(terminal, "csv", View("answer", columns=(), fields=("*",)))
    with pytest.raises(UsageError, match="title"):
        output.many([{"id": "golf"}, {"id": "rugby", "title": "Rugby"}])
    assert written(terminal) == "id\r\ngolf\r\n"


def test_a_bare_value_moves_no_cursor_of_a_terminal(terminal: Terminal) -> None:
    terminal.stdout_is_terminal = True
    Output(terminal, "table", VIEW).value("\x1b", "\x1b")
    assert written(terminal) == "\ufffd\n"
