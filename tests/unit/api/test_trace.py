from io import BytesIO

from scormcloud_cli.api.messages import Request, Upload
from scormcloud_cli.api.trace import Trace

REQUEST = Request(
    operation="CreateCredential",
    verb="POST",
    url="https://cloud.scorm.com/api/v2/x",
    query=[("name", "s3cret"), ("sig", "abc")],
    headers={"Authorization": "Basic s3cret"},
    body={"password": "hush", "name": "mine"},
)


def traced() -> tuple[Trace, list[str]]:
    lines: list[str] = []
    trace = Trace(lines.append)
    trace.hide("s3cret", "")
    return trace, lines


def test_a_plan_shows_the_request_and_no_secret() -> None:
    assert traced()[0].plan(REQUEST) == {
        "operation": "CreateCredential",
        "method": "POST",
        "url": "https://cloud.scorm.com/api/v2/x",
        "query": {"name": "***", "sig": "***"},
        "body": {"password": "***", "name": "mine"},
    }


def test_a_plan_names_the_file_and_the_form() -> None:
    upload = Upload("file", BytesIO(b"zip"), "golf.zip")
    request = Request("Import", "POST", "https://x", form=[("key", "k"), ("a", "b")], upload=upload)
    plan = traced()[0].plan(request)
    assert plan["form"] == {"key": "***", "a": "b"}
    assert plan["file"] == {"field": "file", "name": "golf.zip", "contentType": "application/zip"}


def test_a_request_is_logged_without_secrets() -> None:
    trace, lines = traced()
    trace.request(REQUEST, REQUEST.url + "?sig=abc")
    assert lines == [
        "> POST https://cloud.scorm.com/api/v2/x?sig=***",
        "> Authorization: Basic ***",
        '> {"password": "***", "name": "mine"}',
    ]


def test_an_answer_is_logged_with_the_headers_that_matter_and_the_start_of_its_body() -> None:
    trace, lines = traced()
    trace.answer("200 OK", {"content-type": "text/plain", "x-other": "1"}, 0.0421)
    trace.body(b"a" * 5000)
    assert lines[:2] == ["< 200 OK (42 ms)", "< content-type: text/plain"]
    assert len(lines[2]) == 4000


def test_without_anybody_to_tell_nothing_is_logged() -> None:
    trace = Trace(None)
    trace.request(REQUEST, REQUEST.url)
    trace.answer("200 OK", {}, 0)
    trace.body(b"x")
