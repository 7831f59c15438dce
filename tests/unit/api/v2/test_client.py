from base64 import b64decode
from io import BytesIO

import pytest

from scormcloud_cli import __version__
from scormcloud_cli.api.credentials import Credentials
from scormcloud_cli.api.errors import (
    AuthenticationFailed,
    CloudError,
    NetworkFailure,
    NotFound,
    RateLimited,
    ServiceRefused,
    UnexpectedAnswer,
    UsageError,
)
from scormcloud_cli.api.messages import Answer, Request, Upload
from scormcloud_cli.api.queries import Span
from scormcloud_cli.api.v2.client import Client
from tests.unit.api.answering import Answering, as_json, pages

PAIR = Credentials("app", "secret")
ONE, TWO, THREE = ({"id": number} for number in "123")


def client(*answers: Answer, credentials: Credentials = PAIR) -> tuple[Client, list[Request]]:
    transport = Answering(*answers)
    return Client("https://cloud.example", credentials, transport), transport.requests


def refused(answer: Answer) -> CloudError:
    with pytest.raises(CloudError) as raised:
        client(answer)[0].call("GetCourse", {"courseId": "golf"})
    return raised.value


def test_a_value_travels_where_its_parameter_does() -> None:
    v2, requests = client(as_json({"id": "golf"}))
    v2.call("GetCourse", {"courseId": "a/b c", "includeCourseMetadata": True})
    assert requests[0].url == "https://cloud.example/api/v2/courses/a%2Fb%20c"
    assert requests[0].query == [("includeCourseMetadata", "true")]
    assert requests[0].body is None
    assert requests[0].idempotent
    assert not requests[0].writes


def test_the_pair_is_sent_as_basic_and_a_token_as_bearer() -> None:
    v2, requests = client(as_json({"id": "golf"}))
    v2.call("GetCourse", {"courseId": "golf"})
    scheme, _, encoded = requests[0].headers["Authorization"].partition(" ")
    assert (scheme, b64decode(encoded)) == ("Basic", b"app:secret")
    v2, requests = client(as_json({}), credentials=Credentials("app", token="abc"))
    v2.call("GetCourse", {"courseId": "golf"})
    assert requests[0].headers["Authorization"] == "Bearer abc"


@pytest.mark.parametrize("token", ["ab\nc", "äbc"])
def test_a_token_that_no_header_can_carry_is_refused_and_not_shown(token: str) -> None:
    with pytest.raises(UsageError) as refused:
        client(credentials=Credentials("app", token=token))
    assert token not in refused.value.message


def test_a_body_has_its_properties_and_none_that_is_not_known() -> None:
    v2, requests = client(as_json(None, 204))
    tags: dict[str, object] = {"courseId": "golf", "tags": ("a", "b")}
    v2.call("PutCourseTags", tags)
    assert requests[0].body == {"tags": ["a", "b"]}
    assert requests[0].writes
    v2, requests = client(as_json(None, 204))
    v2.call("SetCourseTitle", {"courseId": "golf", "title": None})
    assert requests[0].body == {}


def test_a_body_of_the_callers_own_replaces_the_properties() -> None:
    v2, requests = client(as_json(None, 204))
    v2.call("SetCourseTitle", {"courseId": "golf"}, body={"title": "Golf"})
    assert requests[0].body == {"title": "Golf"}


def test_an_upload_goes_along_and_is_not_repeated() -> None:
    upload = Upload("file", BytesIO(b"zip"), "golf.zip")
    v2, requests = client(as_json({"result": "job1"}))
    values = {"courseId": "golf", "mayCreateNewVersion": False}
    assert v2.call("CreateUploadAndImportCourseJob", values, upload=upload)["result"] == "job1"
    assert requests[0].upload is upload
    assert not requests[0].idempotent
    assert ("mayCreateNewVersion", "false") in requests[0].query


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_what_would_address_something_else_is_no_segment(name: str) -> None:
    v2, requests = client()
    with pytest.raises(UsageError, match="courseId"):
        v2.call("GetCourse", {"courseId": name})
    assert requests == []


def test_a_property_that_is_missing_from_an_answer_is_named() -> None:
    v2, _ = client(as_json({}))
    with pytest.raises(UnexpectedAnswer, match="has no launchLink") as raised:
        v2.call("GetCourse", {"courseId": "golf"})["launchLink"]
    assert raised.value.operation == "GetCourse"


@pytest.mark.parametrize(
    ("status", "message", "kind", "code"),
    [
        (400, "bad", ServiceRefused, "bad_request"),
        (400, "Course [golf] already exists", ServiceRefused, "course_exists"),
        (401, "no", AuthenticationFailed, "auth"),
        (403, "no", AuthenticationFailed, "auth"),
        (404, "Could not find course [golf]", NotFound, "course_not_found"),
        (404, "gone", NotFound, "not_found"),
        (409, "busy", ServiceRefused, "conflict"),
        (418, "tea", ServiceRefused, "failed"),
        (429, "slow down", RateLimited, "rate_limited"),
        (500, "oops", NetworkFailure, "service_error"),
        (501, "not yet", ServiceRefused, "not_implemented"),
    ],
)
def test_a_refusal_is_told_by_its_status_and_message(
    status: int, message: str, kind: type[CloudError], code: str
) -> None:
    error = refused(as_json({"message": message}, status, repeated=True))
    assert type(error) is kind
    assert (error.code, error.message, error.status) == (code, message, status)
    assert error.operation == "GetCourse"
    assert error.retried


@pytest.mark.parametrize("status", [200, 302, 404, 500])
def test_what_is_not_json_is_not_the_service(status: int) -> None:
    error = refused(Answer(status, {"content-type": "text/html"}, b"<html>Sign in</html>"))
    assert isinstance(error, UnexpectedAnswer)
    assert f"{status}, text/html" in error.message
    assert error.retryable is (status >= 500)


@pytest.mark.parametrize("body", [b"", b"[]", b'"text"'])
def test_an_answer_without_an_object_is_not_the_services(body: bytes) -> None:
    assert isinstance(refused(Answer(200, {}, body)), UnexpectedAnswer)


def test_a_list_goes_on_with_the_token_alone_at_the_same_path() -> None:
    v2, requests = client(*pages("statements", [ONE, TWO], [THREE]))
    values = {"courseId": "golf", "since": "2026-01-31"}
    assert list(v2.items("GetCourseStatements", "statements", values)) == [ONE, TWO, THREE]
    assert [request.query for request in requests] == [
        [("since", "2026-01-31")],
        [("more", "page1")],
    ]
    assert requests[0].url == requests[1].url


def test_a_thing_of_a_list_that_lacks_what_it_must_have_is_no_answer() -> None:
    v2, _ = client(*pages("dispatches", [{"data": {}}]))
    (dispatch,) = v2.items("GetDispatches", "dispatches", {})
    with pytest.raises(UnexpectedAnswer, match="has no id"):
        dispatch["id"]


def test_a_list_asks_for_no_page_that_is_not_needed() -> None:
    v2, requests = client(*pages("courses", [ONE, TWO], [THREE, ONE], [TWO]))
    assert list(v2.items("GetCourses", "courses", {}, Span(limit=3))) == [ONE, TWO, THREE]
    assert len(requests) == 2


def test_a_list_begins_where_it_is_told_to() -> None:
    v2, requests = client(*pages("courses", [THREE]))
    assert list(v2.items("GetCourses", "courses", {"filter": "x"}, Span(more="page1"))) == [THREE]
    assert requests[0].query == [("more", "page1")]


def test_a_download_is_written_and_its_name_given() -> None:
    headers = {"content-type": "application/zip", "content-disposition": 'filename="golf.zip"'}
    v2, _ = client(Answer(200, headers, b"PK"))
    sink = BytesIO()
    assert v2.download("GetCourseZip", {"courseId": "golf"}, sink) == "golf.zip"
    assert sink.getvalue() == b"PK"


def test_a_download_that_is_xml_is_written_and_one_that_is_refused_is_not() -> None:
    sink = BytesIO()
    values = {"courseId": "golf", "relativePath": "imsmanifest.xml"}
    v2, _ = client(Answer(200, {"content-type": "text/xml"}, b"<manifest/>"))
    v2.download("GetCourseAsset", values, sink)
    assert sink.getvalue() == b"<manifest/>"
    v2, _ = client(as_json({"message": "Could not find course [golf]"}, 404))
    with pytest.raises(NotFound):
        v2.download("GetCourseAsset", values, sink)
    assert sink.getvalue() == b"<manifest/>"


def test_a_request_that_the_catalogue_does_not_know() -> None:
    v2, requests = client(as_json([1]))
    assert v2.request("POST", "/new", query=[("a", "b")], body={"c": 1}, headers={"X": "y"}) == [1]
    request = requests[0]
    assert (request.operation, request.url) == ("POST /new", "https://cloud.example/api/v2/new")
    assert (request.headers["X"], request.body) == ("y", {"c": 1})
    assert request.writes
    assert not request.idempotent


def test_the_origin_stands_in_the_user_agent_of_every_call() -> None:
    transport = Answering(as_json({}), as_json({}), as_json({}))
    v2 = Client("https://cloud.example", Credentials("a", "b"), transport, "acme.builder.2.0")
    v2.call("GetAbout")
    v2.request("GET", "/about")
    v2.request("GET", "/about", headers={"User-Agent": "mine"})
    agent = f"scloud/{__version__} (acme.builder.2.0)"
    assert [request.headers["User-Agent"] for request in transport.requests] == [
        agent,
        agent,
        "mine",
    ]


@pytest.mark.parametrize(
    ("verb", "repeatable"), [("PUT", True), ("DELETE", True), ("PATCH", False)]
)
def test_a_request_may_be_repeated_where_twice_is_as_good_as_once(
    verb: str, repeatable: bool
) -> None:
    v2, requests = client(as_json(None, 204))
    v2.request(verb, "/new")
    assert requests[0].idempotent is repeatable


@pytest.mark.parametrize("body", [b'{"message": "late"}', b"<html>late</html>", b""])
@pytest.mark.parametrize(
    ("status", "name", "doubtful"),
    [
        (504, "CreateRegistration", True),
        (502, "CreateRegistration", True),
        (503, "CreateRegistration", False),
        (504, "GetCourses", False),
    ],
)
def test_what_a_gateway_answered_to_may_have_been_done(
    body: bytes, status: int, name: str, doubtful: bool
) -> None:
    v2, _ = client(Answer(status, {"content-type": "text/html"}, body))
    with pytest.raises(NetworkFailure) as raised:
        v2.call(name)
    assert raised.value.may_have_landed is doubtful
    assert ("look whether" in (raised.value.hint or "")) is doubtful
    assert raised.value.retryable is not doubtful
