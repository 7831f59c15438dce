"""``--fields``: judged, and listed, before a command does anything."""

import click
import pytest

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.streams import Terminal
from tests.support.results import Run
from tests.unit.commands.walking import COMMANDS, Entry

WITH_FIELDS = [entry for entry in COMMANDS if entry.view is not None]
CLOSED = [entry for entry in WITH_FIELDS if entry.view and "*" not in entry.view.paths]
WITHOUT_FIELDS = [entry for entry in COMMANDS if entry.view is None]


def refusal(entry: Entry, fields: str, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a command as far as it goes before its body, and return what it is refused with."""
    monkeypatch.setattr(entry.command, "callback", lambda *_, **__: pytest.fail(f"{entry} ran"))
    session = Session(terminal)
    session.set("fields", fields)
    with click.Context(entry.command, obj=session) as context, pytest.raises(UsageError) as refused:
        entry.command.invoke(context)
    return refused.value.message


def test_a_field_that_a_command_does_not_print_is_refused_before_it_does_anything(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for entry in CLOSED:
        assert "has no field 'nosuch'" in refusal(entry, "nosuch", terminal, monkeypatch), entry


def test_a_command_that_prints_nothing_with_fields_refuses_them(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for entry in WITHOUT_FIELDS:
        message = refusal(entry, "id", terminal, monkeypatch)
        assert "prints nothing that has fields" in message, entry


@pytest.mark.parametrize(
    "words",
    [
        ("course", "import", "missing.zip"),
        ("course", "delete", "golf", "--yes"),
        ("app", "create", "New"),
        ("registration", "list"),
        ("course", "publish", "missing.zip", "--id", "golf"),
    ],
)
def test_it_is_refused_before_files_and_accounts_are_looked_for(
    words: tuple[str, ...], scloud: Run
) -> None:
    refused = scloud(*words, "--fields", "nosuch")
    assert (refused.code, refused.out) == (2, "")
    assert refused.error["message"].startswith("--fields: ")


def test_nested_names_are_judged_too(scloud: Run) -> None:
    refused = scloud("registration", "list", "--fields", "id,learner.fistName")
    assert refused.error["message"] == "--fields: a registration has no field 'learner.fistName'"
    assert refused.error["hint"] == "did you mean learner.firstName?"
    # What there is is not refused: then it is the account that is missing.
    assert scloud("registration", "list", "--fields", "id, learner.firstName").code == 4


def test_without_names_they_are_listed_though_arguments_are_missing(scloud: Run) -> None:
    for entry in WITH_FIELDS:
        listed = scloud(*entry.words, "--fields")
        assert (listed.code, listed.err) == (0, ""), entry
        assert entry.view is not None
        assert listed.json == list(entry.view.field_names), entry


def test_where_there_are_none_none_are_listed(scloud: Run) -> None:
    for entry in WITHOUT_FIELDS:
        refused = scloud(*entry.words, "--fields")
        assert (refused.code, refused.out) == (2, ""), entry
        assert "prints nothing that has fields" in refused.error["message"], entry


def test_names_are_listed_a_line_each_for_people(scloud: Run) -> None:
    lines = scloud("course", "tag", "list", "--fields", "-o", "table").out.splitlines()
    assert lines == ["id", "tags"]


def test_with_names_the_arguments_are_needed(scloud: Run) -> None:
    refused = scloud("course", "show", "--fields", "id")
    assert refused.code == 2
    assert "Missing argument 'ID'" in refused.error["message"]


def test_an_option_that_is_wrong_is_refused_though_names_are_to_be_listed(scloud: Run) -> None:
    refused = scloud("course", "list", "--limit", "many", "--fields")
    assert refused.code == 2
    assert "'many' is not a valid integer" in refused.error["message"]


def test_fields_are_what_is_printed(scloud: Run) -> None:
    rows = scloud("raw", "list", "GetCourseZip", "--fields", "verb,name").json
    assert [list(row) for row in rows] == [["verb", "name"]]
