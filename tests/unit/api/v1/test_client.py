from datetime import UTC, datetime
from io import BytesIO

import pytest

from scormcloud_cli.api.credentials import Credentials
from scormcloud_cli.api.errors import AuthenticationFailed, NotFound, UnexpectedAnswer
from scormcloud_cli.api.messages import Answer, Request, Upload
from scormcloud_cli.api.origin import DEFAULT
from scormcloud_cli.api.v1.client import Client
from scormcloud_cli.api.v1.signing import sign
from tests.unit.api.answering import Answering, as_json, as_xml

PAIR = Credentials("app", "secret")
MOMENT = datetime(2026, 1, 31, 12, tzinfo=UTC)
MISSING = Answer(
    200,
    {"content-type": "text/xml"},
    b'<rsp stat="fail"><err code="1" msg="Could not find course [golf]"/></rsp>',
)


def client(*answers: Answer, credentials: Credentials = PAIR) -> tuple[Client, list[Request]]:
    transport = Answering(*answers)
    v1 = Client("https://cloud.example", credentials, transport, now=lambda: MOMENT)
    return v1, transport.requests


def test_a_call_is_signed_and_leaves_out_what_is_none() -> None:
    v1, requests = client(as_xml("<result>true</result>"))
    root = v1.call("rustici.course.exists", {"courseid": "golf", "versionid": None})
    assert root.findtext("result") == "true"
    assert requests[0].url == "https://cloud.example/EngineWebServices/api"
    names = [name for name, _ in requests[0].query]
    assert names == ["method", "courseid", "origin", "appid", "ts", "sig"]
    assert ("ts", "20260131120000") in requests[0].query


def test_the_origin_is_signed_with_every_call() -> None:
    transport = Answering(as_xml(""))
    v1 = Client("https://cloud.example", PAIR, transport, "acme.builder.2.0", now=lambda: MOMENT)
    v1.call("rustici.debug.authPing")
    [query] = [request.query for request in transport.requests]
    assert ("origin", "acme.builder.2.0") in query
    assert ("sig", sign("secret", [pair for pair in query if pair[0] != "sig"])) in query
    assert "origin=acme.builder.2.0" in v1.url("rustici.course.preview", {"courseid": "golf"})


def test_beside_a_file_everything_is_in_the_query() -> None:
    upload = Upload("filedata", BytesIO(b"zip"), "golf.zip")
    v1, requests = client(as_xml("<token><id>t1</id></token>"))
    v1.call("rustici.course.importCourseAsync", {"courseid": "golf"}, upload=upload)
    assert (requests[0].verb, requests[0].form) == ("POST", ())
    assert ("courseid", "golf") in requests[0].query


def test_a_list_is_sent_as_often_as_it_has_items_where_the_method_takes_it_so() -> None:
    v1, requests = client(as_xml("<results/>"))
    v1.call("rustici.course.deleteFiles", {"courseid": "golf", "path": ["a", "b"]})
    sent = [pair for pair in [*requests[0].query, *requests[0].form] if pair[0] == "path"]
    assert sent == [("path", "a"), ("path", "b")]


def test_a_method_without_credentials_is_not_signed_and_a_token_signs_none() -> None:
    v1, requests = client(as_xml("<pong/>"), credentials=Credentials("", token="abc"))
    v1.call("rustici.debug.ping")
    assert requests[0].query == [("method", "rustici.debug.ping"), ("origin", DEFAULT)]
    with pytest.raises(AuthenticationFailed, match="no bearer token"):
        v1.call("rustici.debug.authPing")


def test_a_redirect_is_told_and_anything_else_is_judged() -> None:
    redirect = Answer(302, {"location": "https://player"}, b"")
    assert client(redirect)[0].location("rustici.course.preview") == "https://player"
    with pytest.raises(NotFound):
        client(MISSING)[0].location("rustici.course.preview", {"courseid": "golf"})
    with pytest.raises(UnexpectedAnswer):
        client(as_xml(""))[0].location("rustici.course.preview", {"courseid": "golf"})


@pytest.mark.parametrize(
    ("answer", "content"),
    [
        (Answer(200, {"content-type": "application/zip"}, b"PK"), b"PK"),
        (Answer(200, {"content-type": "text/xml"}, b"<manifest/>"), b"<manifest/>"),
    ],
)
def test_a_download_is_written(answer: Answer, content: bytes) -> None:
    sink = BytesIO()
    client(answer)[0].download("rustici.course.getAssets", {"courseid": "golf"}, sink)
    assert sink.getvalue() == content


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (MISSING, NotFound),
        (as_xml("<success/>"), UnexpectedAnswer),
        (as_json(None, 404), UnexpectedAnswer),
    ],
)
def test_a_download_that_is_refused_is_not_written(answer: Answer, kind: type[Exception]) -> None:
    sink = BytesIO()
    with pytest.raises(kind):
        client(answer)[0].download("rustici.course.getAssets", {"courseid": "golf"}, sink)
    assert sink.getvalue() == b""


def test_a_signed_url_sends_nothing() -> None:
    v1, requests = client()
    url = v1.url("rustici.course.preview", {"courseid": "a b"})
    assert url.startswith(
        "https://cloud.example/EngineWebServices/api?method=rustici.course.preview&courseid=a%20b&"
    )
    assert requests == []


def test_an_answer_as_text_is_still_judged() -> None:
    assert "<a/>" in client(as_xml("<a/>"))[0].call_text("rustici.course.getCourseList")
    with pytest.raises(NotFound):
        client(MISSING)[0].call_text("rustici.course.getCourseDetail", {"courseid": "golf"})
