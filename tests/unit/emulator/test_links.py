from typing import Any

from scormcloud_cli.emulator.service import Emulator
from tests.unit.emulator.conftest import Clock


def link(client: Any, registration_id: str, **values: object) -> str:
    body = {"redirectOnExitUrl": "https://example.org", **values}
    answer = client.post(f"registrations/{registration_id}/launchLink", json=body)
    return str(answer.json()["launchLink"])


def start_of(client: Any, registration_id: str) -> str:
    answer = client.get(link(client, registration_id), follow_redirects=False)
    assert answer.status_code == 302
    return "http://emulator" + str(answer.headers["location"])


def test_a_launch_link_leads_to_the_first_page_of_the_course(client: Any, ann: str) -> None:
    page = client.get(start_of(client, ann))
    assert (page.status_code, page.headers["content-type"][:9]) == (200, "text/html")
    assert "<html" in page.text.lower()


def test_content_is_served_beside_the_page(client: Any, ann: str) -> None:
    start = start_of(client, ann)
    folder = start.rpartition("/")[0]
    assert client.get(folder + "/style.css").headers["content-type"].startswith("text/css")
    assert client.get(folder + "/nothing.css").status_code == 404
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


def test_a_link_that_was_never_made_is_unknown(client: Any) -> None:
    assert client.get("/player/launch/guess").status_code == 404
