from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from scormcloud_cli.api.courses import Course, ImportJob
from scormcloud_cli.api.errors import UnexpectedAnswer
from scormcloud_cli.api.models import Json, Model, utc
from scormcloud_cli.api.registrations import Registration

REGISTRATION = {
    "id": "r1",
    "instance": 0,
    "course": {"id": "golf", "version": 1},
    "learner": {"id": "ann", "firstName": "Ann"},
    "score": {"scaled": 80},
    "createdDate": "2026-01-31T13:00:00.5+01:00",
    "tags": ["a"],
}


def test_a_record_survives_being_read_and_printed() -> None:
    expected = REGISTRATION | {"createdDate": "2026-01-31T12:00:00.500Z"}
    assert Registration.from_record(REGISTRATION).to_record() == expected


def test_what_is_not_known_is_passed_over_and_what_is_missing_left_out() -> None:
    assert Course.from_record({"id": "golf", "new": 1, "title": None}).to_record() == {"id": "golf"}


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z"),
        ("2026-01-31T12:00:00.1234567+00:00", "2026-01-31T12:00:00.123Z"),
        ("2026-01-31T12:00:00", "2026-01-31T12:00:00.000Z"),  # no zone is UTC
        ("2026-01-31", "2026-01-31T00:00:00.000Z"),
        ("yesterday", "yesterday"),
    ],
)
def test_times_have_one_form(text: str, time: str) -> None:
    assert utc(text) == time


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Model):
    score_scaled: float | None = None
    extra: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Model):
    id: str
    last_result: Result | None = None
    results: tuple[Result, ...] = ()
    tags: tuple[str, ...] | None = None
    objectives: tuple[Json, ...] = ()


def test_paths_name_what_is_nested_and_mark_what_may_hold_anything() -> None:
    assert Activity.field_paths() == (
        "id",
        *("lastResult", "lastResult.scoreScaled", "lastResult.extra.*"),
        *("results", "results.scoreScaled", "results.extra.*"),
        *("tags", "objectives.*"),
    )


def test_paths_go_down_more_than_one_level() -> None:
    paths = ImportJob.field_paths()
    assert {"course.id", "course.metadata.*", "jobId"} <= set(paths)


def test_tags_are_read_in_their_order() -> None:
    course = Course.from_record({"id": "golf", "tags": ["b", "a"]})
    assert course.tags == ("a", "b")


def test_what_every_such_thing_has_must_be_there() -> None:
    with pytest.raises(UnexpectedAnswer, match="has no id"):
        Course.from_record({"title": "Golf"})
