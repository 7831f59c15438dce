"""Launches and previews over v1, which redirect to links."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from scormcloud_cli.api.v1.signing import sign, timestamp
from scormcloud_cli.emulator.service import APP_ID, SECRET_KEY
from tests.unit.emulator.conftest import ADDRESS, Clock


@pytest.mark.parametrize(
    ("name", "of", "language"),
    [
        ("registration.launch", {"regid": "ann"}, "fr"),
        ("course.preview", {"courseid": "golf"}, "en"),
    ],
)
def test_a_launch_has_the_style_sheet_and_language_that_it_names(
    anyone: TestClient, clock: Clock, ann: str, name: str, of: dict[str, str], language: str
) -> None:
    values = {"redirecturl": "message", "cssurl": "https://lms.example/a.css", "culture": "fr"}
    text = opened(anyone, clock, name, **of, **values)
    assert "https://lms.example/a.css" in text
    assert f'<html lang="{language}">' in text


def test_a_launch_tags_learner_course_and_registration(
    client: Any, clock: Clock, ann: str, golf: str
) -> None:
    tags = {"learnerTags": "a,b", "courseTags": "c", "registrationTags": "d"}
    opened(client, clock, "registration.launch", regid=ann, redirecturl="message", **tags)
    paths = ("learner/ann@example.org", f"courses/{golf}", f"registrations/{ann}")
    told = [client.get(f"{path}/tags").json()["tags"] for path in paths]
    assert told == [["a", "b"], ["c"], ["d"]]


def opened(client: TestClient, clock: Clock, name: str, **values: str) -> str:
    """Open the signed address of a launch, and return the page that it leads to."""
    values |= {"method": f"rustici.{name}", "appid": APP_ID, "ts": timestamp(clock())}
    values["sig"] = sign(SECRET_KEY, values.items())
    answer = client.get(f"{ADDRESS}/EngineWebServices/api", params=values)
    assert answer.status_code == 200, answer.text
    return str(answer.text)
