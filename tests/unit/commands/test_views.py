"""What every command says of itself: what it prints, and what it does."""

import ast
import inspect
import textwrap

import click
import pytest

from tests.support.results import Run
from tests.unit.commands.walking import COMMANDS, EVERY, Entry

SHOWN = [(entry, entry.view) for entry in COMMANDS if entry.view is not None]
# What a screen of 80 columns leaves for the help of a command beside its name, in Click's layout.
ROOM = 80 - 2 - 6


def test_columns_and_ids_are_fields_that_there_are() -> None:
    for entry, view in SHOWN:
        view.check(tuple(column.field for column in view.columns))
        view.check((view.id_field,))
        assert len({column.field for column in view.columns}) == len(view.columns), entry


def test_no_field_is_declared_twice() -> None:
    for entry, view in SHOWN:
        assert len(set(view.paths)) == len(view.paths), entry


def test_a_command_that_takes_many_shows_what_became_of_each() -> None:
    takes_many = [entry for entry in COMMANDS if _option(entry, "shard") is not None]
    assert len(takes_many) > 10
    for entry in takes_many:
        assert entry.view is not None, entry
        fields = ("status", "fromJournal", "error.code", "error.message", "error.retryable")
        entry.view.check(fields)
        assert entry.view.columns[-1].field == "error.message", entry


def test_a_command_that_does_several_at_once_shows_what_became_of_each() -> None:
    for entry in COMMANDS:
        if _option(entry, "jobs") is not None:
            assert entry.view is not None, entry
            entry.view.check(("status", "error.message"))


def test_only_a_command_that_keeps_a_journal_marks_what_is_from_it() -> None:
    for entry in COMMANDS:
        if _option(entry, "resume") is None and entry.view is not None:
            assert "fromJournal" not in entry.view.field_names, entry


def test_a_command_that_makes_its_record_prints_what_it_declares_and_nothing_else() -> None:
    compared = 0
    for entry, view in SHOWN:
        records = _records(entry.command)
        if records and None not in records:
            compared += 1
            printed = {name for record in records for name in record or ()}
            assert printed == set(view.field_names), entry
    assert compared > 20


@pytest.mark.parametrize(
    ("words", "printed", "left_out"),
    [
        (("auth", "status"), "accepted", "status"),
        (("app", "credential", "list", "ID"), "name", "credential"),
        (("xapi", "credential", "list"), "name", "secret"),
    ],
)
def test_a_command_that_changes_a_record_declares_it_as_it_is_printed(
    words: tuple[str, ...], printed: str, left_out: str, scloud: Run
) -> None:
    assert scloud(*words, "--fields", printed).code == 4  # it is the account that is missing
    assert scloud(*words, "--fields", left_out).code == 2


def test_what_a_command_does_is_one_sentence_that_fits_beside_its_name() -> None:
    for entry in EVERY:
        above = entry.context.parent
        if above is None:  # the root stands in no list
            continue
        assert isinstance(above.command, click.Group)
        room = ROOM - max(map(len, above.command.list_commands(above)))
        first, _, _ = (entry.command.help or "").strip().partition("\n\n")
        sentence = " ".join(first.split())
        assert sentence.endswith("."), entry
        assert len(sentence) <= room, f"{entry}: {len(sentence) - room} too long: {sentence}"
        assert entry.command.get_short_help_str(room) == sentence, entry


def _records(command: click.Command) -> list[set[str] | None]:
    """Return the names of each record that a command prints; None for one that it is given."""
    assert command.callback is not None
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(command.callback)))
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    printing = [
        call
        for call in calls
        if ast.unparse(call.func) in ("session.output.one", "session.output.many")
    ]
    return [_names(call.args[0]) for call in printing]


def _names(record: ast.expr) -> set[str] | None:
    if not isinstance(record, ast.Dict):
        return None
    return {str(name.value) for name in record.keys if isinstance(name, ast.Constant)}


def _option(entry: Entry, name: str) -> click.Parameter | None:
    return next((option for option in entry.command.params if option.name == name), None)
