"""How results are posted, in the form of each API (docs/service/runtime.md, Sending postbacks)."""

import json
from base64 import b64encode
from urllib.parse import parse_qs
from xml.etree.ElementTree import fromstring

import pytest

from scormcloud_cli.emulator import configuration, dispatches, postbacks, registrations
from scormcloud_cli.emulator.posting import pause
from scormcloud_cli.emulator.service import APP_ID, Emulator
from scormcloud_cli.emulator.v1.postbacks import sample
from scormcloud_cli.emulator.v2 import results as v2
from tests.unit.emulator.conftest import add_course, register

LOGIN = {
    postbacks.URL: "https://lms.example/hook",
    postbacks.USER: "me",
    postbacks.PASSWORD: "pass",
}
BASIC = {**LOGIN, postbacks.AUTH_TYPE: "httpbasic"}
URLENCODED = "application/x-www-form-urlencoded; charset=UTF-8"


def sent(
    settings: dict[str, str], content: postbacks.Content
) -> tuple[str | None, str | None, str]:
    """Return the type, the authorization and the body of what is posted."""
    request, body = postbacks.request(settings, content)
    headers = request.get_header("Content-type"), request.get_header("Authorization")
    return *headers, body.decode()


@pytest.mark.parametrize("form", ["course", "activity", "full"])
def test_v1_posts_its_xml_in_a_form(form: str) -> None:
    kind, proof, body = sent(LOGIN, sample(form))
    fields = parse_qs(body)
    data = fields.pop("data")[0]
    assert (kind, proof) == (URLENCODED, None)
    assert fields == {"username": ["me"], "password": ["pass"]}
    assert data.startswith('<?xml version="1.0" encoding="utf-8" ?>\n<rsp stat="ok">')
    assert fromstring(data).find(f"registrationreport[@format='{form}']") is not None


def test_v1_posts_its_xml_as_the_body_over_http_basic() -> None:
    kind, proof, body = sent(BASIC, sample("course"))
    assert kind == "text/xml; charset=UTF-8"
    assert proof == "Basic " + b64encode(b"me:pass").decode()
    assert fromstring(body).findtext("registrationreport/complete") == "complete"


def test_v2_posts_json_in_a_form() -> None:
    kind, _, body = sent(LOGIN, v2.sample("activity"))
    fields = parse_qs(body)
    assert kind == URLENCODED
    assert json.loads(fields.pop("data")[0])["registrationCompletion"] == "COMPLETED"
    assert fields == {"userName": ["me"], "password": ["pass"]}


def test_v2_posts_json_as_the_body_over_http_basic() -> None:
    kind, _, body = sent(BASIC, v2.sample("course"))
    assert kind == "application/json; charset=UTF-8"
    assert json.loads(body)["registrationSuccess"] == "PASSED"


def test_v2_posts_what_it_answers_at_each_level() -> None:
    posted = {form: json.loads(v2.sample(form).text) for form in ("course", "activity", "full")}
    for result in posted.values():
        assert list(result)[-1] == "registrationCompletionAmount"
        assert result["activityDetails"]["objectives"][0]["primary"] is True
    assert "runtime" not in posted["activity"]["activityDetails"]
    assert posted["full"]["activityDetails"]["runtime"]["credit"] == "CREDIT"


def test_pauses_grow_from_a_second_to_a_quarter_of_an_hour() -> None:
    assert 1 <= pause(1) <= 1.25
    assert 8 <= pause(4) <= 10
    assert pause(70) == 15 * 60


# From the farthest to the nearest.
LEVELS = [
    configuration.APPLICATION,
    ("learningStandardForApplication", "SCORM12"),
    ("course", "golf"),
    ("dispatch", "loan"),
    ("registration", "ann"),
]


@pytest.mark.parametrize("nearest", range(len(LEVELS)))
def test_a_result_goes_where_the_nearest_level_says(emulator: Emulator, nearest: int) -> None:
    add_course(emulator)
    dispatches.create_destinations(emulator, APP_ID, [("acme", {"name": "Acme"})])
    loan = {"destination_id": "acme", "course_id": "golf"}
    dispatches.create_dispatches(emulator, APP_ID, [("loan", loan)])
    register(emulator, dispatch_id="loan")
    with emulator.store.writing() as database:
        for level in LEVELS[: nearest + 1]:
            url = {postbacks.URL: f"https://lms.example/{level[0]}"}
            configuration.set_all(database, APP_ID, level, url)
    row = registrations.get(emulator.store.reading(), APP_ID, "ann")
    postbacks.after_change(emulator, row, exited=True)
    [queued] = postbacks.queued(emulator.store.reading())
    assert queued["registration_id"] == "ann"
    address = postbacks.settings_of(queued)[postbacks.URL]
    assert address == f"https://lms.example/{LEVELS[nearest][0]}"


def test_who_came_by_no_dispatch_is_not_posted_for_one(emulator: Emulator) -> None:
    add_course(emulator)
    register(emulator)
    with emulator.store.writing() as database:
        configuration.set_all(database, APP_ID, ("dispatch", "loan"), LOGIN)
    row = registrations.get(emulator.store.reading(), APP_ID, "ann")
    postbacks.after_change(emulator, row, exited=True)
    assert postbacks.queued(emulator.store.reading()) == []
