import json
from io import StringIO

import pytest

from scormcloud_cli import bulk
from scormcloud_cli.api.errors import AuthenticationFailed, NotFound, PartialFailure, Planned
from scormcloud_cli.output import Output
from scormcloud_cli.terminal import Terminal
from scormcloud_cli.views import Record, View

VIEW = View("course", columns=(), fields=(), id_field="id")


def delete(course_id: str) -> Record:
    if course_id == "missing":
        raise NotFound("no such course", code="course_not_found")
    if course_id == "forbidden":
        raise AuthenticationFailed("no")
    return {"id": course_id, "status": "deleted"}


def printed(terminal: Terminal) -> list[Record]:
    assert isinstance(terminal.stdout, StringIO)
    return [json.loads(line) for line in terminal.stdout.getvalue().splitlines()]


def test_one_thing_named_alone_fails_as_itself(terminal: Terminal) -> None:
    with pytest.raises(NotFound):
        bulk.run(["missing"], delete, Output(terminal, "jsonl"), VIEW, alone=True)


def test_each_of_many_is_reported_and_a_failure_stops_none(terminal: Terminal) -> None:
    with pytest.raises(PartialFailure, match="1 of 3 failed"):
        bulk.run(["a", "missing", "b"], delete, Output(terminal, "jsonl"), VIEW, alone=False)
    rows = printed(terminal)
    assert [row["status"] for row in rows] == ["deleted", "failed", "deleted"]
    assert rows[1]["error"]["code"] == "course_not_found"


def test_refused_credentials_end_the_run(terminal: Terminal) -> None:
    with pytest.raises(AuthenticationFailed):
        bulk.run(["a", "forbidden", "b"], delete, Output(terminal, "jsonl"), VIEW, alone=False)
    assert [row["id"] for row in printed(terminal)] == ["a"]


def test_a_dry_run_tells_all_that_would_be_requested(terminal: Terminal) -> None:
    def plan(course_id: str) -> Record:
        raise Planned([{"delete": course_id}])

    with pytest.raises(Planned) as planned:
        bulk.run(["a", "b"], plan, Output(terminal, "jsonl"), VIEW, alone=False)
    assert planned.value.requests == [{"delete": "a"}, {"delete": "b"}]
    assert printed(terminal) == []


def test_nothing_to_do_is_an_empty_list(terminal: Terminal) -> None:
    bulk.run([], delete, Output(terminal, "jsonl"), VIEW, alone=False)
    assert printed(terminal) == []
