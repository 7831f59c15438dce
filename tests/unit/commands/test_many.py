import json
from collections import Counter
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import click
import pytest

from scormcloud_cli.api.errors import Declined, NotFound, PartialFailure, Planned
from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.streams import Terminal
from scormcloud_cli.terminal.view import Record
from scormcloud_cli.terminal.views.courses import COURSE
from scormcloud_cli.terminal.views.dispatches import DISPATCH
from scormcloud_cli.terminal.views.shared import RESULTS
from scormcloud_cli.workflows.options import DEFAULT_JOBS, RunOptions, Shard

ONE_BY_ONE = RunOptions(jobs=1)
ONE = many.Targets(COURSE, ["golf"], alone=True)
TWO = many.Targets(COURSE, ["golf", "tennis"], alone=False)
NONE = many.Targets(COURSE, [], alone=False)


@pytest.fixture
def session(terminal: Terminal) -> Session:
    begun = Session(terminal)
    begun.set("output", "json")
    begun.set("yes", True)
    begun.start(RESULTS)
    return begun


def printed(session: Session) -> Any:
    assert isinstance(session.terminal.stdout, StringIO)
    return json.loads(session.terminal.stdout.getvalue())


def asking(session: Session) -> None:
    """Take back the yes that was given beforehand; nobody can be asked."""
    session.set("yes", False)


def missing(_course_id: str) -> Record:
    raise NotFound("no such course", code="course_not_found")


# The options of a run.


def run_options(decorate: Callable[[Any], Any], *arguments: str, dry_run: bool = False) -> Any:
    """Return the `RunOptions` that a command gets of its command line."""

    given: list[RunOptions] = []

    @click.command(cls=Command)
    @decorate
    def command(_session: Session, run: RunOptions) -> None:
        given.append(run)

    session = Session(Terminal(StringIO(), StringIO(), StringIO(), environ={}))
    session.set("dry_run", dry_run)
    command.main(list(arguments), "scloud", obj=session, standalone_mode=False)
    return given[0]


@pytest.mark.parametrize("decorate", [many.options, many.at_once])
def test_a_run_goes_as_it_does_unless_told_otherwise(decorate: Callable[[Any], Any]) -> None:
    assert run_options(decorate) == RunOptions()
    assert RunOptions().jobs == DEFAULT_JOBS


@pytest.mark.parametrize("decorate", [many.options, many.at_once])
def test_how_many_at_once_and_how_fast_is_told(decorate: Callable[[Any], Any]) -> None:
    assert run_options(decorate, "--jobs", "3", "--rate", "2.5") == RunOptions(jobs=3, rate=2.5)


def test_a_run_may_be_shared_and_gone_on_with() -> None:
    run = run_options(many.options, "--shard", "2/5", "--journal", "done.txt", "--resume")
    assert run == RunOptions(shard=Shard(2, 5), journal=Path("done.txt"), resume=True)


@pytest.mark.parametrize("decorate", [many.options, many.at_once])
def test_a_dry_run_is_told_to_the_run(decorate: Callable[[Any], Any]) -> None:
    assert run_options(decorate, dry_run=True).dry_run


@pytest.mark.parametrize("option", ["--shard=1/2", "--journal=done.txt", "--resume"])
def test_a_run_that_cannot_be_shared_does_not_take_the_options_for_it(option: str) -> None:
    with pytest.raises(click.NoSuchOption):
        run_options(many.at_once, option)


@pytest.mark.parametrize(
    "words",
    [("--jobs", "0"), ("--jobs", "129"), ("--rate", "0"), ("--rate", "-1"), ("--shard", "3/2")],
)
def test_what_no_run_can_do_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(click.BadParameter):
        run_options(many.options, *words)


# What a command works on.


def piped(text: str) -> Session:
    return Session(Terminal(StringIO(text), StringIO(), StringIO(), environ={}))


def test_one_that_is_named_is_alone(session: Session) -> None:
    assert many.named(session, COURSE, ("golf",)) == many.Targets(COURSE, ("golf",), alone=True)
    assert not many.named(session, COURSE, ("golf", "tennis")).alone


def test_ids_are_read_where_the_dash_stands() -> None:
    session = piped("golf\n\ntennis\r\n")
    session.terminal.may_ask = True
    targets = many.named(session, COURSE, ("first", "-", "last"))
    assert targets.ids == ["first", "golf", "tennis", "last"]
    assert not session.terminal.may_ask  # standard input is read


def test_of_what_is_read_only_the_line_ends_are_taken_off() -> None:
    targets = many.named(piped("golf\n golf\ngolf \r\n\tgolf"), COURSE, ("-",))
    assert targets.ids == ["golf", " golf", "golf ", "\tgolf"]


@pytest.mark.parametrize("text", ["", "golf\n"])
def test_what_was_piped_is_a_list_however_many_there_are(text: str) -> None:
    targets = many.named(piped(text), COURSE, ("-",))
    assert (targets.ids, targets.alone) == (text.split(), False)


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        (ONE, "course golf"),
        (TWO, "2 courses"),
        (many.Targets(COURSE, ["golf"], alone=False), "1 course"),
        (NONE, "0 courses"),
        (many.Targets(DISPATCH, ["a", "b"], alone=False), "2 dispatches"),
    ],
)
def test_targets_are_called_as_people_do(targets: many.Targets, words: str) -> None:
    assert str(targets) == words


# Questions.


def test_a_question_says_what_it_is_about(session: Session) -> None:
    asking(session)
    with pytest.raises(Declined, match=r"^Delete 2 courses\?"):
        many.confirm(session, TWO, "Delete {}?")


def test_nothing_is_asked_where_nothing_would_be_done(session: Session) -> None:
    asking(session)
    many.confirm(session, NONE, "Delete {}?")
    session.set("dry_run", True)
    many.confirm(session, TWO, "Delete {}?")


# What is printed.


def test_one_that_was_named_is_printed_as_one_thing(session: Session) -> None:
    many.print_records(session, iter([{"id": "golf"}]), alone=True)
    assert printed(session) == {"id": "golf"}


def test_many_are_printed_as_a_list(session: Session) -> None:
    many.print_records(session, iter([{"id": "golf"}]), alone=False)
    assert printed(session) == [{"id": "golf"}]


def test_one_that_another_shard_does_is_an_empty_list(session: Session) -> None:
    many.print_records(session, iter([]), alone=True)
    assert printed(session) == []


def test_a_run_of_one_comes_to_its_end(session: Session) -> None:
    ended = []

    def records() -> Iterator[Record]:
        yield {"id": "golf"}
        ended.append("the journal is closed")

    many.print_records(session, records(), alone=True)
    assert ended


def test_records_are_counted_by_their_status() -> None:
    counts: Counter[str] = Counter()
    records = [{"status": "created"}, {"status": "exists"}, {"status": "created"}]
    assert list(many.counted(iter(records), counts)) == records
    assert counts == {"created": 2, "exists": 1}


# What is done to each.


def test_each_is_printed_with_its_status(session: Session) -> None:
    tagged: list[str] = []
    many.set_status(session, TWO, tagged.append, "tagged", ONE_BY_ONE)
    assert tagged == ["golf", "tennis"]
    assert printed(session) == [
        {"id": "golf", "status": "tagged"},
        {"id": "tennis", "status": "tagged"},
    ]


@pytest.mark.parametrize("targets", [ONE, TWO])
def test_a_question_comes_before_anything_is_done(session: Session, targets: many.Targets) -> None:
    asking(session)
    done: list[str] = []
    with pytest.raises(Declined):
        many.set_status(session, targets, done.append, "enabled", question="Enable {}?")
    with pytest.raises(Declined, match=r"^Delete "):
        many.delete(session, targets, done.append)
    assert done == []


def test_without_a_question_nothing_is_asked(session: Session) -> None:
    asking(session)
    many.set_status(session, ONE, lambda _id: None, "enabled")
    assert printed(session) == {"id": "golf", "status": "enabled"}


def test_what_fails_of_many_is_printed_with_its_error(session: Session) -> None:
    with pytest.raises(PartialFailure):
        many.run_on(session, TWO, missing, ONE_BY_ONE)
    assert [row["error"]["code"] for row in printed(session)] == ["course_not_found"] * 2


def test_a_run_of_one_takes_a_journal_too(session: Session, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    journal.write_text('{"item": "golf", "result": {"id": "golf"}}\n')
    many.run_on(session, ONE, lambda _id: {}, RunOptions(journal=journal, resume=True))
    assert printed(session) == {"id": "golf", "fromJournal": True}


def test_one_of_another_shard_leaves_an_empty_list(session: Session) -> None:
    other = next(shard for shard in (Shard(1, 2), Shard(2, 2)) if not shard.part(ONE.ids))
    many.run_on(session, ONE, lambda _id: {}, RunOptions(shard=other))
    assert printed(session) == []


def test_in_a_dry_run_all_is_told_that_would_be_requested(session: Session) -> None:
    def plan(course_id: str) -> None:
        raise Planned([{"delete": course_id}])

    session.set("dry_run", True)
    with pytest.raises(Planned) as planned:
        many.delete(session, TWO, plan, RunOptions(jobs=1, dry_run=True))
    assert planned.value.requests == [{"delete": "golf"}, {"delete": "tennis"}]


def test_one_that_is_missing_cannot_be_deleted(session: Session) -> None:
    with pytest.raises(NotFound):
        many.delete(session, ONE, missing)


def test_one_that_is_missing_after_a_lost_answer_was_deleted_by_this_run(session: Session) -> None:
    def delete(_course_id: str) -> None:
        raise NotFound("no such course", retried=True)

    many.delete(session, ONE, delete)
    assert printed(session) == {"id": "golf", "status": "deleted"}


def test_what_a_run_had_deleted_without_noting_it_is_deleted(
    session: Session, tmp_path: Path
) -> None:
    run = RunOptions(journal=tmp_path / "journal", resume=True)
    many.delete(session, many.Targets(COURSE, ["missing"], alone=False), missing, run)
    assert printed(session) == [{"id": "missing", "status": "deleted"}]
