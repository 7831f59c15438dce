import json
from io import StringIO
from pathlib import Path

import pytest

from scormcloud_cli.api.errors import (
    AuthenticationFailed,
    NotFound,
    PartialFailure,
    Planned,
    UsageFault,
)
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.streams import Terminal
from scormcloud_cli.terminal.view import Record, View
from scormcloud_cli.workflows import bulk

VIEW = View("course", columns=(), fields=(), id_field="id")


def delete(course_id: str) -> Record:
    if course_id == "missing":
        raise NotFound("no such course", code="course_not_found")
    if course_id == "forbidden":
        raise AuthenticationFailed("no")
    return {"id": course_id, "status": "deleted"}


@pytest.fixture
def session(terminal: Terminal) -> Session:
    made = Session(terminal, {})
    made.set("output", "jsonl")
    return made


def printed(terminal: Terminal) -> list[Record]:
    assert isinstance(terminal.stdout, StringIO)
    return [json.loads(line) for line in terminal.stdout.getvalue().splitlines()]


def test_one_thing_named_alone_fails_as_itself(session: Session) -> None:
    with pytest.raises(NotFound):
        bulk.run(session, ["missing"], delete, VIEW, alone=True)


def test_each_of_many_is_reported_and_a_failure_stops_none(session: Session) -> None:
    with pytest.raises(PartialFailure, match="1 of 3 failed"):
        bulk.run(session, ["a", "missing", "b"], delete, VIEW, alone=False)
    rows = printed(session.terminal)
    assert [row["status"] for row in rows] == ["deleted", "failed", "deleted"]
    assert rows[1]["error"]["code"] == "course_not_found"


def test_refused_credentials_end_the_run(session: Session) -> None:
    with pytest.raises(AuthenticationFailed):
        bulk.run(session, ["a", "forbidden", "b"], delete, VIEW, alone=False)
    assert [row["id"] for row in printed(session.terminal)] == ["a"]


def test_a_dry_run_tells_all_that_would_be_requested(session: Session) -> None:
    def plan(course_id: str) -> Record:
        raise Planned([{"delete": course_id}])

    with pytest.raises(Planned) as planned:
        bulk.run(session, ["a", "b"], plan, VIEW, alone=False)
    assert planned.value.requests == [{"delete": "a"}, {"delete": "b"}]
    assert printed(session.terminal) == []


def test_nothing_to_do_is_an_empty_list(session: Session) -> None:
    bulk.run(session, [], delete, VIEW, alone=False)
    assert printed(session.terminal) == []


def test_each_item_belongs_to_one_shard() -> None:
    items = [f"registration-{number}" for number in range(50)]
    parts = [bulk.part(items, f"{number}/3") for number in (1, 2, 3)]
    assert sorted(item for part in parts for item in part) == sorted(items)
    assert all(parts)


@pytest.mark.parametrize("wrong", ["0/3", "4/3", "3", "a/b", "-1/3"])
def test_what_is_no_shard_is_refused(wrong: str) -> None:
    with pytest.raises(UsageFault, match="--shard"):
        bulk.part(["a"], wrong)


def test_a_run_that_broke_off_is_gone_on_with(session: Session, tmp_path: Path) -> None:
    session.set("journal", str(tmp_path / "journal"))
    with pytest.raises(AuthenticationFailed):
        bulk.run(session, ["a", "forbidden"], delete, VIEW, alone=False)
    session.set("resume", True)
    bulk.run(session, ["a", "b"], delete, VIEW, alone=False)
    assert [row["id"] for row in printed(session.terminal)] == ["a", "b"]
    assert list(tmp_path.iterdir()) == []


def test_what_failed_stands_in_a_file_for_the_next_run(session: Session, tmp_path: Path) -> None:
    session.set("journal", str(tmp_path / "journal"))
    with pytest.raises(PartialFailure) as failure:
        bulk.run(session, ["a", "missing"], delete, VIEW, alone=False)
    assert (tmp_path / "journal.failed").read_text() == "missing\n"
    assert str(tmp_path / "journal.failed") in (failure.value.hint or "")


def test_going_on_needs_a_journal(session: Session) -> None:
    session.set("resume", True)
    with pytest.raises(UsageFault, match="--resume needs the journal"):
        bulk.run(session, ["a"], delete, VIEW, alone=False)


def test_what_a_run_had_deleted_without_noting_it_is_deleted(
    session: Session, tmp_path: Path
) -> None:
    session.set("yes", True)
    session.set("journal", str(tmp_path / "journal"))
    session.set("resume", True)
    bulk.delete(session, bulk.Targets("course", ["missing"], alone=False), delete)
    assert printed(session.terminal) == [{"id": "missing", "status": "deleted"}]


def test_statuses_are_counted(session: Session) -> None:
    counts = bulk.run(session, ["a", "b"], delete, VIEW, alone=False)
    assert counts["deleted"] == 2
