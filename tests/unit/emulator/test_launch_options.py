"""What a launch link asks for beyond its course."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.emulator.test_player import Played, launched, registered


@pytest.fixture
def someone(client: Any, import_course: Callable[..., str]) -> str:
    """A registration for a course of two lessons, the second of which waits for the first."""
    return registered(client, import_course("two", "two-scos"))


def log(client: Any, registration_id: str) -> list[dict[str, Any]]:
    path = f"registrations/{registration_id}/launchHistory?includeHistoryLog=true"
    return list(json.loads(client.get(path).json()["launchHistory"][-1]["historyLog"]))


def page(client: Any, played: Played) -> str:
    return str(client.get(played.url).text)


def test_a_launch_begins_at_the_activity_that_it_names(client: Any, someone: str) -> None:
    first, second = launched(client, someone).course["activities"][-2:]
    calls = (("LMSInitialize", ""), ("LMSSetValue", "cmi.core.lesson_status", "passed"))
    earlier = launched(client, someone)
    earlier.call(*calls, activity=first["id"])
    earlier.post("exit")
    assert launched(client, someone).start == second["id"]
    again = launched(client, someone, startSco=first["id"])
    assert again.start == first["id"]
    assert again.start == second["id"]  # a page that is loaded again goes on


@pytest.mark.parametrize("waiting", [True, False])
def test_an_activity_that_cannot_be_begun_at_is_told_in_the_log(
    client: Any, someone: str, waiting: bool
) -> None:
    first, second = launched(client, someone).course["activities"][-2:]
    named = second["id"] if waiting else "nothing"
    assert launched(client, someone, startSco=named).start == first["id"]
    told = [line["diagnostic"] for line in log(client, someone) if line["event"] == "Ignored"]
    assert len(told) == 1
    assert f"startSco [{named}]" in told[0]


def test_the_page_has_the_style_sheet_and_the_language_that_the_link_names(
    client: Any, ann: str
) -> None:
    css = "https://lms.example/a.css?x=1&y=\"'><script>"
    text = page(client, launched(client, ann, cssUrl=css, culture="de-AT"))
    assert 'href="https://lms.example/a.css?x=1&amp;y=&quot;&#x27;&gt;&lt;script&gt;"' in text
    assert '<html lang="de-AT">' in text
    assert '<html lang="en">' in page(client, launched(client, ann))


@pytest.mark.parametrize(
    "option", [{"cssUrl": "javascript:alert(1)"}, {"cssUrl": "a.css"}, {"culture": '"><b>'}]
)
def test_what_is_no_style_sheet_or_language_is_passed_over_and_told(
    client: Any, ann: str, option: dict[str, str]
) -> None:
    text = page(client, launched(client, ann, **option))
    assert text == page(client, launched(client, ann))
    told = [line["diagnostic"] for line in log(client, ann)[:2] if line["event"] == "Ignored"]
    assert not told  # the log of the launch before
    launched(client, ann, **option)
    (name,) = option
    assert any(name in line.get("diagnostic", "") for line in log(client, ann))


def test_what_a_link_asks_for_is_kept_with_its_launch(client: Any, ann: str) -> None:
    pairs = [{"item": "cohort", "value": "7"}, {"item": "from", "value": "mail"}]
    launched(client, ann, additionalvalues=pairs, culture="fr")
    begin = log(client, ann)[0]
    assert begin["event"] == "AttemptStart"
    values = {"cohort": "7", "from": "mail"}
    assert begin["options"] == {"culture": "fr", "additionalvalues": values}
    launched(client, ann)
    assert "options" not in log(client, ann)[0]


def test_a_link_tags_learner_course_and_registration(client: Any, ann: str, golf: str) -> None:
    tags = {f"{owner}Tags": [owner, "all"] for owner in ("learner", "course", "registration")}
    launched(client, ann, **tags)
    for owner, path in (
        ("learner", "learner/ann@example.org"),
        ("course", f"courses/{golf}"),
        ("registration", f"registrations/{ann}"),
    ):
        assert client.get(f"{path}/tags").json()["tags"] == ["all", owner]


def test_previews_have_the_options_of_launches(client: Any, golf: str) -> None:
    body = {"redirectOnExitUrl": "message", "cssUrl": "http://lms.example/a.css", "culture": "nl"}
    link = client.post(f"courses/{golf}/preview", json=body).json()["launchLink"]
    played = Played(client, link)
    assert "http://lms.example/a.css" in page(client, played)
    assert '<html lang="nl">' in page(client, played)


def test_what_an_expired_link_asked_for_is_forgotten(
    client: Any, ann: str, emulator: Any, clock: Any
) -> None:
    body = {"redirectOnExitUrl": "closer", "culture": "fr"}
    client.post(f"registrations/{ann}/launchLink", json=body)
    clock.forward(days=1)
    client.post(f"registrations/{ann}/launchLink", json={"redirectOnExitUrl": "closer"})
    query = "SELECT count(*) FROM settings WHERE value = 'fr'"
    assert emulator.store.reading().execute(query).fetchone()[0] == 0
