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
    score: float | None = None
    extra_data: Json = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Model):
    id: str
    results: tuple[Result, ...] = ()
    last_result: Result | None = None
    tags: tuple[str, ...] | None = None


def test_paths_go_down_into_models_and_lists_of_models() -> None:
    paths = Activity.paths()
    assert paths.names == (
        "id",
        *("results", "results.score", "results.extraData"),
        *("lastResult", "lastResult.score", "lastResult.extraData"),
        "tags",
    )
    assert paths.open == {"results.extraData", "lastResult.extraData"}


@pytest.mark.parametrize(
    ("model", "path", "may_be"),
    [
        (Registration, "learner.id", True),
        (Registration, "course.title", True),
        (Registration, "learner.nosuch", False),
        (Registration, "activityDetails.children", True),
        (Registration, "globalObjectives.id", True),
        (Registration, "tags.a", False),
        (Registration, "score", True),
        (Course, "metadata.title", True),
        (Course, "metadataX.title", False),
        (Course, "title.text", False),
        (ImportJob, "course.metadata.title", True),
        (ImportJob, "course.learner", False),
    ],
)
def test_paths_hold_what_a_record_may_carry(model: type[Model], path: str, may_be: bool) -> None:
    assert model.paths().hold(path) is may_be


def test_the_outermost_paths_are_the_field_names() -> None:
    tops = tuple(name for name in Registration.paths().names if "." not in name)
    assert tops == Registration.field_names()


def test_what_every_such_thing_has_must_be_there() -> None:
    with pytest.raises(UnexpectedAnswer, match="has no id"):
        Course.from_record({"title": "Golf"})
