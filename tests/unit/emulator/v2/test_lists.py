import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest

from scormcloud_cli.emulator import dispatches
from scormcloud_cli.emulator.service import APP_ID, Emulator
from tests.unit.emulator.conftest import Clock, add_course


@pytest.fixture(autouse=True)
def _five(emulator: Emulator, clock: Clock) -> None:
    for course_id in "abcde":
        add_course(emulator, course_id)
        clock.forward(seconds=1)


def ids(client: Any, path: str, items: str, **query: Any) -> list[str]:
    """Return the IDs of a whole list; a page holds two of them."""
    collected: list[str] = []
    while True:
        answer = client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        collected += [item["id"] for item in page[items]]
        if "more" not in page:
            return collected
        query = {"more": page["more"]}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "edcba"),
        ({"orderBy": "created_asc"}, "abcde"),
        ({"since": "2026-01-31T12:00:01Z", "until": "2026-01-31T12:00:03Z"}, "dcb"),
        ({"filter": "C"}, "c"),
    ],
)
def test_a_list_is_what_its_first_page_was_asked_for(
    client: Any, query: dict[str, str], expected: str
) -> None:
    assert "".join(ids(client, "courses", "courses", **query)) == expected


def test_only_the_first_page_tells_how_many_there_are(client: Any) -> None:
    first = client.get("courses", params={"includeTotalCount": "true"})
    assert first.headers["x-total-count"] == "5"
    second = client.get("courses", params={"more": first.json()["more"]})
    assert "x-total-count" not in second.headers


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"filter": "a", "filterBy": "size"}, "filterBy must be one of"),
        ({"orderBy": "size_asc"}, "orderBy must be one of"),
        ({"more": "guess"}, "more is not a token that this list has given"),
        ({"more": "x", "filter": "a"}, "more must be sent alone"),
        ({"since": "yesterday"}, "Bad request"),
    ],
)
def test_what_a_list_cannot_be_asked_for_is_refused(
    client: Any, query: dict[str, str], message: str
) -> None:
    answer = client.get("courses", params=query)
    assert answer.status_code == 400
    assert answer.json()["message"].startswith(message)


def test_a_token_of_one_list_is_none_of_another(client: Any) -> None:
    more = client.get("courses").json()["more"]
    assert client.get("registrations", params={"more": more}).status_code == 400


@pytest.mark.parametrize(
    "token",
    [
        [],
        5,
        ["GetCourses", {}, ["x"]],
        ["GetCourses", {}, [{}, "a"]],
        ["GetCourses", {}, ["x", 5]],
        ["GetCourses", [], ["x", "a"]],
        ["GetCourses", {"orderBy": 5}, ["x", "a"]],
        ["GetCourses", {"since": 20240101}, ["x", "a"]],
        ["GetCourses", {"since": "yesterday"}, ["x", "a"]],
        ["GetCourses", {"filter": {"a": 1}}, ["x", "a"]],
        ["GetCourses", {"tags": [{}]}, ["x", "a"]],
        ["GetCourses", {"orderBy": "size_asc"}, ["x", "a"]],
        ["GetCourses", {"unknown": "x"}, ["x", "a"]],
        ["GetCourses", {"filter": "\ud800"}, ["x", "a"]],
        ["GetCourses", {}, [10**400, "a"]],
    ],
    ids=lambda token: json.dumps(token)[:60],
)
def test_a_token_that_somebody_else_made_is_refused(client: Any, token: object) -> None:
    more = urlsafe_b64encode(json.dumps(token).encode()).decode().rstrip("=")
    assert client.get("courses", params={"more": more}).status_code == 400


def test_a_token_that_is_deeply_nested_is_refused(client: Any) -> None:
    more = urlsafe_b64encode(b"[" * 20_000).decode().rstrip("=")
    assert client.get("courses", params={"more": more}).status_code == 400


def test_a_token_keeps_all_that_its_first_page_was_asked_for(client: Any) -> None:
    asked = {"orderBy": "created_asc", "tags": ["x", "y"], "includeCourseMetadata": "true"}
    assert ids(client, "courses", "courses", **asked) == []
    del asked["tags"]
    assert ids(client, "courses", "courses", **asked, since="2026-01-31") == list("abcde")


def test_every_page_of_destinations_is_of_the_course_that_was_asked_for(
    client: Any, emulator: Emulator
) -> None:
    named = [(name, {"name": name}) for name in ("one", "two", "three", "other")]
    dispatches.create_destinations(emulator, APP_ID, named)
    dispatches.create_dispatches(
        emulator,
        APP_ID,
        [
            (f"to {name}", {"destination_id": name, "course_id": "b" if name == "other" else "a"})
            for name, _ in named
        ],
    )
    assert set(ids(client, "dispatch/destinations", "destinations", courseId="a")) == {
        *("one", "two", "three")
    }


def test_dispatches_of_a_destination_are_listed_page_by_page(
    client: Any, emulator: Emulator
) -> None:
    dispatches.create_destinations(emulator, APP_ID, [(name, {"name": name}) for name in "xy"])
    dispatches.create_dispatches(
        emulator,
        APP_ID,
        [
            (f"{where}{number}", {"destination_id": where, "course_id": "a"})
            for where in "xy"
            for number in range(3)
        ],
    )
    path = "dispatch/destinations/x/dispatches"
    assert ids(client, path, "dispatches") == ["x0", "x1", "x2"]
