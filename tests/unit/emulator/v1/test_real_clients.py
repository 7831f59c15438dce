"""What published clients of v1 send, byte for byte, and what they read in the answers.

See docs/service/v1.md, What real clients send and read.
"""

import hashlib
from collections.abc import Callable
from urllib.parse import quote_plus
from xml.etree.ElementTree import Element, fromstring

import httpx
import pytest
from starlette.testclient import TestClient

from scormcloud_cli.api.v1.signing import sign, timestamp
from scormcloud_cli.emulator import invitations
from scormcloud_cli.emulator.service import APP_ID, SECRET_KEY, Emulator
from tests.unit.emulator.conftest import ADDRESS, SAMPLES, Clock, add_course, register
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
def raw(anyone: TestClient, query: Query) -> Callable[..., httpx.Response]:
    """Call a method, and return the answer as it came."""

    def get(method: str, /, **values: str) -> httpx.Response:
        answer: httpx.Response = anyone.get("/api?" + query(method, **values))
        return answer

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
    answer = anyone.get(f"{ADDRESS}{path}?" + query("debug.authPing"))
    assert "<pong" in answer.text


@pytest.mark.parametrize("origin", ["rusticisoftware.phplibrary.1.3.1", "Acme Ltd & Co.é.1_0-b"])
def test_the_origin_is_signed_like_any_other_parameter(
    raw: Callable[..., httpx.Response], origin: str
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


def test_texts_are_in_cdata_where_the_service_has_them_so(
    raw: Callable[..., httpx.Response], emulator: Emulator
) -> None:
    add_course(emulator)
    register(emulator, email="a]]>&b@example.org")
    detail = raw("registration.getRegistrationDetail", regid="ann").text
    assert "<learnerFirstName><![CDATA[Ann]]></learnerFirstName>" in detail
    assert "<createDate><![CDATA[2026-01-31T12:00:00.000+0000]]></createDate>" in detail
    assert "<firstAccessDate/>" in detail
    email = fromstring(detail).findtext("registration/email")
    assert email == "a]]>&b@example.org"
    report = raw("registration.getRegistrationResult", regid="ann").text
    assert "<complete>unknown</complete>" in report


def test_an_invitation_has_texts_in_cdata_and_the_rest_plain(
    raw: Callable[..., httpx.Response], emulator: Emulator
) -> None:
    add_course(emulator)
    facts = {"subject": "Play & learn"}
    new = invitations.New(
        course_id="golf", public=False, creator="", addresses=["b@example.org"], facts=facts
    )
    invitation = invitations.create(emulator, APP_ID, new)
    info = raw("invitation.getInvitationInfo", invitationId=invitation).text
    assert "<subject><![CDATA[Play & learn]]></subject>" in info
    assert "<email><![CDATA[b@example.org]]></email>" in info
    assert "<allowLaunch>true</allowLaunch>" in info
    assert "<createdDate>2026-01-31T12:00:00.000+0000</createdDate>" in info


@pytest.mark.parametrize(
    ("scope", "objects"), [(None, ["Golf"]), ("course", ["Golf"]), ("activity", ["Golf", "One"])]
)
def test_metadata_have_an_object_with_the_title(
    call: Call, emulator: Emulator, scope: str | None, objects: list[str]
) -> None:
    one = {"itemIdentifier": "one", "title": "One", "children": []}
    add_course(
        emulator, root_activity={"itemIdentifier": "root", "title": "Golf", "children": [one]}
    )
    values = {"scope": scope} if scope else {}
    root = call("course.getMetadata", courseid="golf", **values)
    assert [element.get("title") for element in root.iter("object")] == objects


def test_a_failed_import_has_a_title(post: Send) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="filedata"; filename="a.zip"\r\n\r\n'
        b"no zip\r\n--x--\r\n"
    )
    kind = "multipart/form-data; boundary=x"
    root = post("course.importCourse", kind=kind, body=body, courseid="golf")
    result = root.find("importresult[@successful='false']")
    assert result is not None
    assert result.findtext("title") == "golf"


def test_tags_of_a_learner_whom_nobody_has_registered(call: Call) -> None:
    def tags() -> list[str | None]:
        root = call("tagging.getLearnerTags", learnerid="nobody")
        return [tag.text for tag in root.iterfind("tags/tag")]

    assert tags() == []
    call("tagging.addLearnerTag", learnerid="nobody", tag="new")
    call("tagging.addLearnerTag", learnerid="nobody", tag="old")
    call("tagging.removeLearnerTag", learnerid="nobody", tag="old")
    assert tags() == ["new"]
    call("tagging.setLearnerTags", learnerid="nobody", tags="a,b")
    assert tags() == ["a", "b"]


def test_an_upload_can_be_imported_under_the_name_it_was_sent_with(call: Call, post: Send) -> None:
    package = (SAMPLES / "scorm12.zip").read_bytes()
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="Golf 1.zip"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n" + package + b"\r\n--x--\r\n"
    )
    token = call("upload.getUploadToken").findtext("token/id") or ""
    kind = "multipart/form-data; boundary=x"
    location = post("upload.uploadFile", kind=kind, body=body, token=token).findtext("location")
    for path in (location, "default/Golf 1.zip", "Golf 1.zip"):
        root = call("course.importCourse", courseid="golf", path=path or "")
        assert root.find("importresult[@successful='true']") is not None
    assert (
        call("course.importCourse", courseid="golf", path="default/Golf 2.zip").get("stat")
        == "fail"
    )
    call("upload.deleteFiles", file="Golf 1.zip")
    assert call("upload.listFiles").find("dir/file") is None


def test_the_property_editors_address_answers_with_a_page(
    raw: Callable[..., httpx.Response], emulator: Emulator
) -> None:
    add_course(emulator, title="Golf <&> more")
    answer = raw("course.properties", courseid="golf", stylesheet="https://a", editor="latest")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Golf &lt;&amp;&gt; more" in answer.text
    assert "showProgressBar" in answer.text
    assert 'code="1"' in raw("course.properties", courseid="chess").text


@pytest.mark.parametrize("base", ["", "/EngineWebServices", "/EngineWebServices/"])
def test_the_address_that_java_and_net_make_for_the_property_editor_is_the_same_page(
    anyone: TestClient, query: Query, emulator: Emulator, base: str
) -> None:
    add_course(emulator)
    values = {"action": "properties.view", "package": "ApiCourseId|golf", "editor": "latest"}
    answer = anyone.get(f"{ADDRESS}{base}/widget?" + query(None, **values))
    assert answer.status_code == 200
    assert "<title>Golf" in answer.text
    values["package"] = "golf"
    answer = anyone.get("/widget?" + query(None, **values))
    assert "<err" in answer.text


@pytest.mark.parametrize("in_body", [{"courseid"}, {"method", "appid", "ts", "sig", "courseid"}])
def test_parameters_may_be_in_the_body_of_a_post_all_or_some(
    anyone: TestClient, query: Query, in_body: set[str]
) -> None:
    parameters = query("course.exists", courseid="été & 1").split("&")
    body = [part for part in parameters if part.partition("=")[0] in in_body]
    rest = [part for part in parameters if part not in body]
    answer = anyone.post(
        "/EngineWebServices/api?" + "&".join(rest),
        content="&".join(body),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert "<result>false</result>" in answer.text


def test_a_signature_may_be_in_capitals_and_names_be_sorted_by_code_point(
    anyone: TestClient, clock: Clock
) -> None:
    parameters = {"appid": APP_ID, "method": "rustici.debug.authPing", "ts": timestamp(clock())}
    parameters |= {"courseid": "a", "courseTags": "b"}
    text = "".join(name + parameters[name] for name in sorted(parameters))
    digest = hashlib.md5((SECRET_KEY + text).encode(), usedforsecurity=False).hexdigest()
    answer = anyone.get("/api", params=parameters | {"sig": digest.upper()})
    assert "<pong" in answer.text
