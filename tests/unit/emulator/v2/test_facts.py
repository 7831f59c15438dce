"""What is known of v2 beyond its description, fact by fact (docs/service/v2.md)."""

from collections.abc import Callable
from typing import Any

import pytest

from scormcloud_cli.emulator.service import MANAGER_ID, MANAGER_SECRET_KEY
from tests.unit.emulator.conftest import SAMPLES, Clock, ended


def token_of(client: Any, **form: object) -> Any:
    return client.post("oauth/authenticate/application/token", data=form)


def upload(client: Any, course_id: str, name: str, content: bytes, **more: Any) -> Any:
    return client.post(
        "courses/importJobs/upload",
        params={"courseId": course_id, **more.pop("query", {})},
        files={"file": (name, content)},
        headers=more,
    )


def test_a_token_of_an_application_is_the_result(client: Any, clock: Clock) -> None:
    token = token_of(client, scope="read").json()["result"]
    client.auth = None
    client.headers["Authorization"] = f"Bearer {token}"
    clock.forward(seconds=299)
    assert client.get("courses").status_code == 200
    clock.forward(seconds=2)
    assert client.get("courses").status_code == 401


@pytest.mark.parametrize(
    ("scope", "status"),
    [("read:ping", 200), ("write:course admin", 200), ("write:ping", 400), ("read:nothing", 400)],
)
def test_scopes_are_a_verb_and_an_area(client: Any, scope: str, status: int) -> None:
    assert token_of(client, scope=scope).status_code == status


def test_a_launch_link_needs_read_alone_and_creating_needs_write(client: Any, ann: str) -> None:
    token = token_of(client, scope="read").json()["result"]
    client.auth = None
    client.headers["Authorization"] = f"Bearer {token}"
    body = {"redirectOnExitUrl": "closer"}
    assert client.post(f"registrations/{ann}/launchLink", json=body).status_code == 200
    new = {"courseId": "golf", "registrationId": "bob", "learner": {"id": "bob"}}
    assert client.post("registrations", json=new).status_code == 403


def test_a_management_pair_makes_tokens_for_an_application(client: Any) -> None:
    client.auth = (MANAGER_ID, MANAGER_SECRET_KEY)
    assert client.get("appManagement/applications").status_code == 200
    assert client.get("courses").status_code == 403


@pytest.mark.parametrize("sent", ["yesterday", "2026-13-01"])
def test_a_time_that_is_none_is_refused(client: Any, sent: str) -> None:
    answer = client.get("courses", params={"since": sent})
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("Bad request, likely due to invalid query")


def test_the_total_comes_with_the_first_page_only(
    client: Any, import_course: Callable[..., str]
) -> None:
    for course_id in ("a", "b", "c"):
        import_course(course_id)
    first = client.get("courses", params={"includeTotalCount": "true"})
    assert first.headers["x-total-count"] == "3"
    more = client.get("courses", params={"more": first.json()["more"]})
    assert "x-total-count" not in more.headers
    assert len(more.json()["courses"]) == 1
    both = client.get("courses", params={"more": first.json()["more"], "filter": "a"})
    assert both.status_code == 400


@pytest.mark.parametrize("query", [{"courseId": "nothing"}, {"learnerId": "nobody"}])
def test_a_list_filtered_by_what_there_is_not_is_empty(
    client: Any, ann: str, query: dict[str, str]
) -> None:
    answer = client.get("registrations", params=query)
    assert (answer.status_code, answer.json()["registrations"]) == (200, [])


def test_a_course_is_imported_again_only_as_a_new_version(client: Any, golf: str) -> None:
    package = (SAMPLES / "scorm12.zip").read_bytes()
    again = upload(client, golf, "golf.zip", package)
    assert again.status_code == 409
    assert again.json()["message"].startswith("Course [golf] already exists")
    allowed = upload(client, golf, "golf.zip", package, query={"mayCreateNewVersion": "true"})
    ended(client, allowed.json()["result"])
    versions = client.get(f"courses/{golf}/versions").json()["courses"]
    assert [version["version"] for version in versions] == [0, 1]
    assert client.get(f"courses/{golf}").json()["version"] == 1


def test_media_name_their_type_and_are_titled_by_their_name(client: Any) -> None:
    content = b"%PDF-1.7"
    job = upload(client, "guide", "Guide.pdf", content).json()["result"]
    assert ended(client, job)["status"] == "ERROR"
    job = upload(client, "guide", "Guide.pdf", content, uploadedContentType="application/pdf")
    course = ended(client, job.json()["result"])["importResult"]["course"]
    assert (course["title"], course["courseLearningStandard"]) == ("Guide", "UNKNOWN")


def test_a_job_is_known_for_a_week(client: Any, clock: Clock) -> None:
    package = (SAMPLES / "scorm12.zip").read_bytes()
    job = upload(client, "golf", "golf.zip", package).json()["result"]
    assert ended(client, job)["importResult"]["webPathToCourse"]
    clock.forward(days=8)
    assert client.get(f"courses/importJobs/{job}").status_code == 404


@pytest.mark.parametrize(
    ("policy", "name", "status"),
    [
        ("lax", "style.css", 200),
        ("reject", "new.css", 200),
        ("reject", "style.css", 400),
        ("strict", "style.css", 200),
        ("strict", "new.css", 404),
    ],
)
def test_an_asset_is_put_by_a_policy(
    client: Any, golf: str, policy: str, name: str, status: int
) -> None:
    answer = client.post(
        f"courses/{golf}/asset/upload",
        params={"updateAssetPolicy": policy},
        data={"destination": "."},
        files={"file": (name, b"p {}")},
    )
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(
    ("verb", "path", "message"),
    [
        ("GET", "courses/none", "Could not find course [none]"),
        ("GET", "registrations/none", "Could not find registration [none]"),
        ("GET", "courses/importJobs/none", "Could not find import job [none]"),
    ],
)
def test_what_is_not_there_is_named(client: Any, verb: str, path: str, message: str) -> None:
    answer = client.request(verb, path)
    assert answer.status_code == 404
    assert answer.json()["message"].startswith(message)


def test_a_registration_is_told_to_be_there_or_not(client: Any, ann: str) -> None:
    assert client.head(f"registrations/{ann}").status_code == 200
    assert client.head("registrations/nobody").status_code == 404


@pytest.mark.parametrize(
    ("course_id", "status", "message"),
    [
        ("golf", 400, "Registration with id [ann] already exists"),
        ("none", 404, "Could not find course [none]"),
    ],
)
def test_a_registration_that_cannot_be_is_refused(
    client: Any, ann: str, course_id: str, status: int, message: str
) -> None:
    new = {"courseId": course_id, "registrationId": ann, "learner": {"id": "ann"}}
    answer = client.post("registrations", json=new)
    assert answer.status_code == status
    assert answer.json()["message"].startswith(message)


def test_what_is_read_without_an_instance_is_the_newest(client: Any, ann: str) -> None:
    assert client.post(f"registrations/{ann}/instances").status_code == 204
    assert client.get(f"registrations/{ann}").json()["instance"] == 1
    assert client.get(f"registrations/{ann}/instances/0").json()["instance"] == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"redirectOnExitUrl": "closer", "expiry": 9}, 400),
        ({"redirectOnExitUrl": "closer", "expiry": 301}, 400),
        ({"redirectOnExitUrl": "blank", "expiry": 10}, 200),
        ({"redirectOnExitUrl": "https://example.org", "expiry": 300}, 200),
    ],
)
def test_a_launch_link_says_where_to_go_on_exit(
    client: Any, ann: str, body: dict[str, object], status: int
) -> None:
    assert client.post(f"registrations/{ann}/launchLink", json=body).status_code == status


def test_a_registration_may_bring_its_postback(client: Any, golf: str) -> None:
    postback = {"url": "https://lms.example/hook", "authType": "HTTPBASIC", "legacy": True}
    postback |= {"userName": "lms", "password": "secret", "resultsFormat": "FULL"}
    new = {"courseId": golf, "registrationId": "bob", "learner": {"id": "bob"}}
    assert client.post("registrations", json=new | {"postBack": postback}).status_code == 204
    items = client.get("registrations/bob/configuration").json()["settingItems"]
    assert {
        item["id"].removeprefix("ApiRollupRegistration"): item["explicitValue"]
        for item in items
        if "explicitValue" in item
    } == {
        "PostBackUrl": "https://lms.example/hook",
        "AuthType": "httpbasic",
        "AuthUser": "lms",
        "AuthPassword": "secret",
        "Format": "full",
        "IsJson": "false",
    }
