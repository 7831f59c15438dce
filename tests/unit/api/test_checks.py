import pytest

from scormcloud_cli.api import V1, V2
from scormcloud_cli.api.catalog import operation
from scormcloud_cli.api.catalog.checks import check, check_body, convert


def told(name: str, values: dict[str, object]) -> list[tuple[str, str]]:
    api = V1 if name.startswith("rustici.") else V2
    return [(problem.parameter, problem.reason) for problem in check(operation(api, name), values)]


def test_a_call_without_fault() -> None:
    assert told("GetCourses", {"filter": "golf", "orderBy": "title_asc"}) == []


def test_a_required_parameter_is_missing() -> None:
    assert told("GetCourse", {}) == [("courseId", "is required")]


def test_an_unknown_name_comes_with_the_nearest() -> None:
    problem = check(operation(V2, "GetCourse"), {"courseId": "a", "includeMetadata": "true"})[0]
    assert problem.unknown
    assert problem.nearest == "includeCourseMetadata"


def test_a_value_that_is_none_of_those_there_are() -> None:
    [(name, reason)] = told("GetCourses", {"orderBy": "size"})
    assert name == "orderBy"
    assert "title_asc" in reason


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("GetCourses", {"since": "yesterday"}),
        ("GetCourses", {"includeRegistrationCount": "perhaps"}),
        ("GetCourse", {"courseId": "a", "includeCourseMetadata": "1"}),
        ("GetCourseVersionInfo", {"courseId": "a", "versionId": "first"}),
    ],
)
def test_a_value_of_the_wrong_type(name: str, values: dict[str, object]) -> None:
    assert len(told(name, values)) == 1


def test_a_body_is_judged_by_its_schema() -> None:
    body = {"courseId": "golf", "registrationId": "r1", "learner": {"firstName": "Ann"}}
    problems = check_body("CreateRegistrationSchema", body)
    assert [(problem.parameter, problem.reason) for problem in problems] == [
        ("learner.id", "is required")
    ]


def test_true_is_no_number() -> None:
    problems = check_body("LaunchLinkRequestSchema", {"redirectOnExitUrl": "x", "expiry": True})
    assert [problem.parameter for problem in problems] == ["expiry"]


def test_texts_become_what_a_body_needs() -> None:
    link = operation(V2, "BuildRegistrationLaunchLink")
    expiry = link.parameter("expiry")
    tracking = link.parameter("tracking")
    assert expiry is not None
    assert tracking is not None
    assert convert(expiry, "60") == 60
    assert convert(tracking, "true") is True
    assert convert(expiry, "soon") == "soon"  # for check to refuse
