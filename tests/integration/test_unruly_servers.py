"""What users are told when what answers is not SCORM Cloud, or hardly answers at all."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.environs import SAMPLES
from tests.support.results import Result, Run
from tests.support.unruly import CUT, HTML, JSON, SILENCE, UnrulyServer, http

Ask = Callable[..., Result]


@pytest.fixture
def ask(scloud: Run, api: str) -> Iterator[Ask]:
    """Run scloud against a server that gives these answers."""
    servers: list[UnrulyServer] = []

    def run(*words: str, answers: tuple[bytes, ...]) -> Result:
        servers.append(UnrulyServer(answers))
        environ = {"SCLOUD_BASE_URL": servers[-1].url, "SCLOUD_API": api}
        return scloud(*words, environ=environ)

    yield run
    for server in servers:
        server.close()


LOGIN_PAGE = http("200 OK", b"<html><body>Sign in to the guest network</body></html>", HTML)


def test_a_web_page_in_place_of_the_service(ask: Ask) -> None:
    done = ask("course", "show", "golf", answers=(LOGIN_PAGE,))
    assert (done.code, done.error["code"]) == (6, "unexpected_answer")
    assert "text/html" in done.error["message"]
    assert "base URL" in done.error["hint"]
    assert "<html" not in done.err


def test_json_that_is_none(ask: Ask) -> None:
    done = ask("course", "show", "golf", answers=(http("200 OK", b'{"id": "go', JSON),))
    assert (done.code, done.error["code"]) == (6, "unexpected_answer")


def test_an_empty_answer(ask: Ask) -> None:
    done = ask("course", "show", "golf", answers=(http("200 OK"),))
    assert (done.code, done.error["code"]) == (6, "unexpected_answer")


@pytest.mark.parametrize("document", [b"[]", b"{}", b'"ok"', b"null", b'{"status": "up"}'])
@pytest.mark.parametrize("words", ["course show golf", "course preview golf", "registration list"])
def test_json_of_another_service(scloud: Run, words: str, document: bytes) -> None:
    server = UnrulyServer((http("200 OK", document, JSON),))
    done = scloud(*words.split(), environ={"SCLOUD_BASE_URL": server.url})
    assert (done.code, done.error["code"]) == (6, "unexpected_answer")
    server.close()


def test_a_connection_that_is_always_cut(ask: Ask) -> None:
    done = ask("course", "show", "golf", "--retries", "1", answers=(CUT,))
    assert (done.code, done.error["code"]) == (6, "network")
    assert "trying again" in done.err
    assert done.error["retryable"] is True


def test_a_server_that_never_answers(ask: Ask) -> None:
    words = ("course", "show", "golf", "--timeout", "0.1", "--retries", "0")
    done = ask(*words, answers=(SILENCE,))
    assert (done.code, done.error["code"]) == (6, "network")
    assert "time limit" in done.error["message"]


def test_an_upload_that_is_never_answered(ask: Ask) -> None:
    words = ("course", "import", str(SAMPLES / "scorm12.zip"), "--id", "golf")
    done = ask(*words, "--timeout", "0.1", "--retries", "0", answers=(SILENCE,))
    assert done.code == 6
    assert done.out == ""


NO_COURSE = {
    "v1": http(
        "200 OK",
        b'<rsp stat="fail"><err code="1" msg="Could not find course [golf]"/></rsp>',
        "Content-Type: text/xml",
    ),
    "v2": http("404 Not Found", b'{"message": "Could not find course [golf]"}', JSON),
}


def test_an_upload_that_is_cut_is_not_sent_twice(ask: Ask, api: str) -> None:
    words = ("course", "import", str(SAMPLES / "scorm12.zip"), "--id", "golf", "--new-version")
    done = ask(*words, "--retries", "1", answers=(NO_COURSE[api], CUT))
    assert done.code == 6
    assert "may have been carried out" in done.error["message"]


def test_a_redirect_to_somewhere_else(ask: Ask) -> None:
    done = ask(
        *("course", "show", "golf", "--debug"),
        answers=(http("302 Found", b"", "Location: https://example.org/login?sig=secret"),),
    )
    assert (done.code, done.error["code"]) == (6, "unexpected_answer")
    assert "sig=secret" not in done.err


def test_too_many_requests(ask: Ask) -> None:
    answers = (http("429 Slow down", b"", "Retry-After: 1000"),)
    done = ask("course", "show", "golf", answers=answers)
    assert (done.code, done.error["code"]) == (5, "rate_limited")
    assert done.error["hint"] == "try again in 1000 s"


def test_a_service_that_is_down(ask: Ask) -> None:
    answers = (http("503 Busy", b"<html>down</html>", HTML, "Retry-After: 0"),)
    done = ask("course", "show", "golf", "--retries", "1", answers=answers)
    assert done.code == 6
    assert done.error["status"] == 503
    assert done.error["retryable"] is True


def test_half_a_download_leaves_no_file(ask: Ask, tmp_path: Path) -> None:
    half = http("200 OK", b"PK\x03\x04half", "Content-Type: application/zip", length=100_000)
    done = ask("course", "download", "golf", "-O", "golf.zip", "--retries", "0", answers=(half,))
    assert done.code == 6
    assert not list(tmp_path.glob("*golf*"))


def test_a_web_page_in_place_of_a_package_is_not_saved(ask: Ask, tmp_path: Path) -> None:
    done = ask("course", "download", "golf", "-O", "golf.zip", answers=(LOGIN_PAGE,))
    assert (done.code, done.error["code"]) == (6, "unexpected_answer")
    assert not list(tmp_path.glob("*golf*"))


def test_an_id_that_no_url_can_hold_is_refused(ask: Ask) -> None:
    done = ask("course", "show", "g" * 100_000, answers=(LOGIN_PAGE,))
    assert (done.code, done.error["exit"]) == (2, 2)
    assert "too long" in done.error["message"]


def test_debugging_shows_no_secret(ask: Ask) -> None:
    done = ask("course", "show", "golf", "--debug", answers=(LOGIN_PAGE,))
    assert "> GET" in done.err
    for secret in ("local-secret", "bG9jYWw6bG9jYWwtc2VjcmV0"):
        assert secret not in done.err
    assert "sig=***" in done.err or "Authorization: Basic ***" in done.err
