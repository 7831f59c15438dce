"""What every command says of itself: what it prints, and what it does."""

import click

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


def test_an_article_fits_its_noun() -> None:
    for entry, view in SHOWN:
        assert view.article in ("a", "an"), entry
        spoken_vowel = view.noun[0] in "aeio" or view.noun.startswith("LTI")
        assert (view.article == "an") == spoken_vowel, (entry, view.one)


def test_a_command_that_takes_many_shows_what_became_of_each() -> None:
    takes_many = [entry for entry in COMMANDS if _option(entry, "shard") is not None]
    assert len(takes_many) > 10
    for entry in takes_many:
        assert entry.view is not None, entry
        entry.view.check(("status", "error.code", "error.message", "error.retryable"))
        assert entry.view.columns[-1].field == "error.message", entry


def test_a_command_that_does_several_at_once_shows_what_became_of_each() -> None:
    for entry in COMMANDS:
        if _option(entry, "jobs") is not None:
            assert entry.view is not None, entry
            entry.view.check(("status", "error.message"))


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


def _option(entry: Entry, name: str) -> click.Parameter | None:
    return next((option for option in entry.command.params if option.name == name), None)
