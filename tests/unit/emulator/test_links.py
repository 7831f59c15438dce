import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from scormcloud_cli.emulator.service import Emulator
from tests.unit.emulator.conftest import CONTENT, Clock

UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def link(client: Any, registration_id: str, **values: object) -> str:
    body = {"redirectOnExitUrl": "https://example.org", **values}
    answer = client.post(f"registrations/{registration_id}/launchLink", json=body)
    return str(answer.json()["launchLink"])


def preview_link(client: Any, course_id: str) -> str:
    answer = client.post(f"courses/{course_id}/preview", json={"redirectOnExitUrl": "closer"})
    return str(answer.json()["launchLink"])


def start_of(client: Any, registration_id: str) -> str:
    answer = client.get(link(client, registration_id), follow_redirects=False)
    assert answer.status_code == 302
    course = client.get(CONTENT + answer.headers["location"] + "/course").json()
    activities = {activity["id"]: activity for activity in course["activities"]}
    return CONTENT + str(activities[course["start"]]["href"])


def test_a_launch_link_leads_to_the_first_page_of_the_course(client: Any, ann: str) -> None:
    page = client.get(start_of(client, ann))
    assert (page.status_code, page.headers["content-type"][:9]) == (200, "text/html")
    assert "<html" in page.text.lower()


def test_content_is_served_beside_the_page(client: Any, ann: str) -> None:
    start = start_of(client, ann)
    folder = start.rpartition("/")[0]
    assert client.get(folder + "/style.css").headers["content-type"].startswith("text/css")
    missing = client.get(folder + "/nothing.css")
    assert (missing.status_code, "The package lacks it" in missing.text) == (404, True)
    assert client.get(folder + "/%2e%2e/emulator.sqlite3").status_code in (400, 404)


def test_a_part_of_a_file_is_served_where_it_is_asked_for(client: Any, ann: str) -> None:
    start = start_of(client, ann)
    whole = client.get(start).content
    part = client.get(start, headers={"Range": "bytes=5-9"})
    assert (part.status_code, part.content) == (206, whole[5:10])
    assert part.headers["content-range"] == f"bytes 5-9/{len(whole)}"
    assert client.get(start, headers={"Range": "bytes=-4"}).content == whole[-4:]
    assert client.get(start, headers={"Range": "bytes=9-5"}).content == whole


def test_content_goes_on_when_the_link_has_expired(client: Any, ann: str, clock: Clock) -> None:
    start = start_of(client, ann)
    clock.forward(seconds=3600)
    assert client.get(start).status_code == 200


def test_a_launch_link_expires(client: Any, ann: str, clock: Clock, emulator: Emulator) -> None:
    path = link(client, ann, expiry=60)
    clock.forward(seconds=59)
    assert client.get(path, follow_redirects=False).status_code == 302
    clock.forward(seconds=2)
    assert client.get(path).status_code == 404


def history(client: Any, registration_id: str) -> list[Any]:
    launches: list[Any] = client.get(f"registrations/{registration_id}/launchHistory").json()[
        "launchHistory"
    ]
    return launches


@pytest.mark.parametrize("kind", ["registration/launch", "course/preview"])
def test_a_link_that_was_never_made_is_unknown(client: Any, kind: str) -> None:
    for token in ("guess", uuid4()):
        assert client.get(f"{CONTENT}/api/cloud/{kind}/{token}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/api/cloud/course/preview/00000000-0000-4000-8000-000000000000", "/nothing/<b>"]
)
def test_browsers_get_a_page_and_scripts_its_words(client: Any, path: str) -> None:
    told = client.get(CONTENT + path, headers={"Accept": "*/*"})
    page = client.get(CONTENT + path, headers={"Accept": "text/html,*/*;q=0.8"})
    assert (told.status_code, page.status_code) == (404, 404)
    assert "Ask for a new one." in told.text
    assert f"<p>{told.text.strip()}</p>" in page.text


def test_a_link_whose_course_is_deleted_or_broken_says_so(
    client: Any, golf: str, emulator: Emulator
) -> None:
    path = preview_link(client, golf)
    for package in emulator.packages.iterdir():
        package.write_bytes(b"")
    assert "package cannot be read" in client.get(path).text
    client.delete(f"courses/{golf}")
    assert "has been deleted" in client.get(path).text


def test_links_look_like_those_of_the_service(client: Any, ann: str, golf: str) -> None:
    path = link(client, ann).removeprefix(CONTENT)
    assert re.fullmatch("/api/cloud/registration/launch/" + UUID, path)
    path = preview_link(client, golf).removeprefix(CONTENT)
    assert re.fullmatch("/api/cloud/course/preview/" + UUID, path)


def test_a_link_of_one_kind_is_none_of_the_other(client: Any, ann: str, golf: str) -> None:
    preview = preview_link(client, golf).replace("course/preview", "registration/launch")
    launch = link(client, ann).replace("registration/launch", "course/preview")
    assert [client.get(path).status_code for path in (preview, launch)] == [404, 404]


def test_opening_a_launch_link_leaves_its_trace(client: Any, ann: str, clock: Clock) -> None:
    launch_link = link(client, ann)
    clock.forward(seconds=5)
    client.get(launch_link, follow_redirects=False)
    clock.forward(seconds=5)
    client.get(launch_link, follow_redirects=False)
    told = client.get(f"registrations/{ann}").json()
    opened = ["2026-01-31T12:00:05.000Z", "2026-01-31T12:00:10.000Z"]
    assert [told["firstAccessDate"], told["lastAccessDate"]] == opened
    launches = history(client, ann)
    assert [launch["launchTime"] for launch in launches] == opened
    assert launches[0]["completionStatus"] == "UNKNOWN"
    assert "exitTime" not in launches[1]


def test_a_link_that_is_only_looked_at_leaves_none(client: Any, ann: str) -> None:
    assert client.head(link(client, ann), follow_redirects=False).status_code == 200
    assert history(client, ann) == []
    assert "firstAccessDate" not in client.get(f"registrations/{ann}").json()


def test_a_launch_without_tracking_leaves_none(client: Any, ann: str) -> None:
    path = link(client, ann, tracking=False)
    assert client.get(path, follow_redirects=False).status_code == 302
    assert history(client, ann) == []


def test_a_link_of_a_registration_that_is_gone_is_unknown(client: Any, ann: str) -> None:
    path = link(client, ann)
    client.delete(f"registrations/{ann}")
    assert client.get(path).status_code == 404


def test_a_preview_shows_the_course_and_records_nothing(client: Any, ann: str, golf: str) -> None:
    assert client.get(preview_link(client, golf), follow_redirects=False).status_code == 302
    assert history(client, ann) == []


def test_a_preview_of_cmi5_shows_an_error(client: Any, import_course: Callable[..., str]) -> None:
    page = client.get(preview_link(client, import_course("unit", "cmi5")))
    assert page.status_code == 400
    assert "cmi5 has no preview" in page.text
