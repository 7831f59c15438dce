"""What published clients of v1 send, byte for byte, and what they read in the answers.

See docs/service/v1.md, What real clients send and read.
"""

from collections.abc import Callable
from urllib.parse import quote_plus
from xml.etree.ElementTree import Element, fromstring

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from scormcloud_cli.api.v1.signing import sign, timestamp
from scormcloud_cli.emulator import invitations
from scormcloud_cli.emulator.service import APP_ID, SECRET_KEY, Emulator
from tests.unit.emulator.conftest import Clock, add_course, register
from tests.unit.emulator.v1.conftest import Call

Query = Callable[..., str]
Send = Callable[..., Element]


@pytest.fixture
def query(clock: Clock) -> Query:
    """Return the signed query of a call, as a client's library would write it."""

    def signed(method: str | None, /, **values: str) -> str:
        parameters = {"appid": APP_ID, "ts": timestamp(clock()), **values}
        if method is not None:
            parameters["method"] = f"rustici.{method}"
        parameters["sig"] = sign(SECRET_KEY, parameters.items())
        return "&".join(f"{name}={quote_plus(value)}" for name, value in parameters.items())

    return signed


@pytest.fixture
def post(anyone: TestClient, query: Query) -> Send:
    """Post a call with everything in its query, and a body; return the ``rsp`` of the answer."""

    def send(method: str, /, kind: str, body: bytes, **values: str) -> Element:
        url = "/EngineWebServices/api?" + query(method, **values)
        answer = anyone.post(url, content=body, headers={"Content-Type": kind})
        assert answer.status_code == 200, answer.text
        return fromstring(answer.text)

    return send


@pytest.fixture
def raw(anyone: TestClient, query: Query) -> Callable[..., Response]:
    """Call a method, and return the answer as it came."""

    def get(method: str, /, **values: str) -> Response:
        return anyone.get("/api?" + query(method, **values), follow_redirects=False)

    return get


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b""),  # PHP
        ("multipart/form-data; boundary=----abc", b""),
        ("multipart/form-data", b""),
        ("multipart/form-data; boundary=----abc", b"------abc--\r\n"),
        ("multipart/form-data; boundary=----abc", b"------abc--"),
        ("multipart/form-data; boundary=----abc", b"\r\n------abc--\r\n"),
    ],
)
def test_a_form_with_nothing_in_it_is_a_form(post: Send, kind: str, body: bytes) -> None:
    assert post("debug.authPing", kind=kind, body=body).find("pong") is not None


@pytest.mark.parametrize(
    "path", ["/api", "//api", "/EngineWebServices/api", "/EngineWebServices//api"]
)
def test_a_service_url_may_end_in_a_slash(anyone: TestClient, query: Query, path: str) -> None:
    answer = anyone.get(f"http://emulator{path}?" + query("debug.authPing"))
    assert "<pong" in answer.text


@pytest.mark.parametrize("origin", ["rusticisoftware.phplibrary.1.3.1", "Acme Ltd & Co.é.1_0-b"])
def test_the_origin_is_signed_like_any_other_parameter(
    raw: Callable[..., Response], origin: str
) -> None:
    assert b"<pong" in raw("debug.authPing", origin=origin, applib="php").content


@pytest.mark.parametrize("word", ["xml", "Course", "COURSE", ""])
def test_a_results_format_that_is_none_means_the_default(
    call: Call, emulator: Emulator, word: str
) -> None:
    add_course(emulator)
    registration = {"regid": "r1", "courseid": "golf", "learnerid": "a", "fname": "A", "lname": "B"}
    assert call("registration.createRegistration", **registration, resultsformat=word) is not None
    root = call("registration.getRegistrationResult", regid="r1", resultsformat=word)
    assert root.find("registrationreport[@format='course']/complete") is not None


def test_the_words_of_a_parameter_are_compared_without_case(call: Call, emulator: Emulator) -> None:
    add_course(emulator)
    register(emulator)
    root = call("registration.getRegistrationResult", regid="ann", resultsformat="Full")
    assert root.find("registrationreport[@format='full']") is not None
    error = call("reporting.getReportageAuth", navpermission="freenav", admin="False").find("err")
    assert error is not None
    assert "switched off" in error.get("msg", "")
    assert call("course.getMetadata", courseid="golf", mdformat="xml").get("stat") == "ok"


@pytest.mark.parametrize("form", ["course", "activity", "full"])
def test_format_may_stand_for_resultsformat(call: Call, emulator: Emulator, form: str) -> None:
    add_course(emulator)
    register(emulator)
    root = call("registration.getRegistrationResult", regid="ann", format=form)
    assert root.find(f"registrationreport[@format='{form}']") is not None


def test_the_last_course_version_launched_is_a_number_before_any_launch(
    call: Call, emulator: Emulator
) -> None:
    for _ in range(2):
        add_course(emulator)
    register(emulator, version=0)
    root = call("registration.getRegistrationDetail", regid="ann")
    assert root.findtext("registration/lastCourseVersionLaunched") == "0"


def test_an_invitation_without_errors_has_an_empty_list_of_them(
    call: Call, emulator: Emulator
) -> None:
    add_course(emulator)
    new = invitations.New(course_id="golf", public=True, creator="")
    invitation = invitations.create(emulator, APP_ID, new)
    info = call("invitation.getInvitationInfo", invitationId=invitation)
    errors = info.find("invitationInfo/errors")
    assert errors is not None
    assert len(errors) == 0
    assert call("invitation.getInvitationList").find(".//invitationInfo/errors") is not None
