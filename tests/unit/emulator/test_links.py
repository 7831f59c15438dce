from typing import Any

from scormcloud_cli.emulator.service import Emulator
from tests.unit.emulator.conftest import Clock


def link(client: Any, registration_id: str, **wishes: object) -> str:
    body = {"redirectOnExitUrl": "https://example.org", **wishes}
    answer = client.post(f"registrations/{registration_id}/launchLink", json=body)
    return str(answer.json()["launchLink"])


def test_a_launch_link_says_what_it_starts(client: Any, ann: str) -> None:
    answer = client.get(link(client, ann))
    assert answer.status_code == 501
    assert "golf, version 0, for registration ann" in answer.text


def test_a_launch_link_expires(client: Any, ann: str, clock: Clock, emulator: Emulator) -> None:
    path = link(client, ann, expiry=60)
    clock.forward(seconds=59)
    assert client.get(path).status_code == 501
    clock.forward(seconds=2)
    assert client.get(path).status_code == 404


def test_a_link_that_was_never_made_is_unknown(client: Any) -> None:
    assert client.get("/player/launch/guess").status_code == 404
