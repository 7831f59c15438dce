import json
from io import StringIO

import pytest

from scormcloud_cli import bulk
from scormcloud_cli.api.errors import AuthenticationFailed, NotFound, PartialFailure, Planned
from scormcloud_cli.session import Session
from scormcloud_cli.terminal import Terminal
from scormcloud_cli.views import Record, View

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
