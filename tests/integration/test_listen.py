"""`scloud listen`: what it takes, how it answers, and what it says of it."""

import json
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import httpx
import pytest

from scormcloud_cli.emulator import postbacks as sent
from scormcloud_cli.emulator.v1.postbacks import sample as v1_sample
from scormcloud_cli.emulator.v2.results import sample as v2_sample
from scormcloud_cli.workflows.listening import Listener, Terms
from tests.support.processes import Processes
from tests.support.receivers import Receiver
from tests.support.results import Run


@contextmanager
def listening(**terms: Any) -> Iterator[Listener]:
    listener = Listener(0, Terms(**terms))
    with listener.listening():
        yield listener


def post(
    listener: Listener, content: sent.Content, auth: str = "form", secret: str = "pass"
) -> int:
    settings = {
        sent.URL: listener.url + "/hook",
        sent.USER: "me",
        sent.PASSWORD: secret,
        sent.AUTH_TYPE: auth,
    }
    request = sent.request(settings, content)
    assert isinstance(request.data, bytes)
    headers = dict(request.header_items())
    return httpx.post(
        request.full_url, content=request.data, headers=headers, trust_env=False, verify=False
    ).status_code


def told(listener: Listener) -> Mapping[str, Any]:
    return next(listener.postbacks())


@pytest.mark.parametrize("auth", ["form", "httpbasic"])
@pytest.mark.parametrize("form", ["course", "activity", "full"])
@pytest.mark.parametrize("sample", [v1_sample, v2_sample])
def test_every_form_of_a_postback_is_read(sample: Any, form: str, auth: str) -> None:
    with listening(user="me", secret="pass") as listener:
        assert post(listener, sample(form), auth) == 200
        postback = told(listener)
    result = [postback[f"registration{name}"] for name in ("Completion", "Success")]
    assert (postback["id"], *result) == ("postback-test", "COMPLETED", "PASSED")
    assert postback["score"] == {"scaled": 100.0}
    assert postback["postback"]["authentic"] is True


@pytest.mark.parametrize("auth", ["form", "httpbasic"])
def test_one_with_another_login_is_refused_and_not_handed_on(auth: str) -> None:
    with Receiver(200) as lms, listening(user="me", secret="pass", forward=lms.url) as listener:
        assert post(listener, v2_sample("course"), auth, secret="guess") == 401
        assert told(listener)["postback"]["authentic"] is False
    assert lms.bodies == []


def test_the_answer_is_that_of_whom_it_is_handed_on_to() -> None:
    with Receiver(503, 302) as lms, listening(forward=lms.url + "/hook") as listener:
        assert post(listener, v2_sample("course")) == 503
        assert post(listener, v2_sample("course")) == 302
        assert [told(listener)["postback"]["forwarded"] for _ in range(2)] == [503, 302]
    assert all(body.startswith("data=") for body in lms.bodies)


def test_one_that_cannot_be_handed_on_is_not_lost() -> None:
    with listening(forward="http://127.0.0.1:9/") as listener:
        assert post(listener, v2_sample("course")) == 502
        assert "could not be handed on" in told(listener)["postback"]["forwarded"]


def test_a_status_is_answered_whatever_comes() -> None:
    with listening(status=500) as listener:
        assert post(listener, v2_sample("course")) == 500
        assert told(listener)["registrationCompletion"] == "COMPLETED"


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{", '{"id": ', "<rsp", "<rsp/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "[" * 90000],
)
def test_what_is_no_postback_is_refused(body: str) -> None:
    with listening() as listener:
        assert (
            httpx.post(listener.url, content=body, trust_env=False, verify=False).status_code == 400
        )
        assert told(listener)["postback"]["problem"]


def test_what_is_too_large_is_not_read() -> None:
    with listening() as listener:
        connection = HTTPConnection(listener.url.removeprefix("http://"), timeout=10)
        connection.putrequest("POST", "/")
        connection.putheader("Content-Length", str(10**9))
        connection.endheaders()
        assert connection.getresponse().status == 413
        connection.close()


@pytest.mark.process
def test_a_line_is_printed_as_it_comes_and_ctrl_c_ends_well(
    processes: Processes, environ: dict[str, str], tmp_path: Path
) -> None:
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = processes.start("listen", "-o", "jsonl", environ=environ, folder=tmp_path, **streams)
    assert process.stderr is not None
    assert process.stdout is not None
    url = process.stderr.readline().split()[2]
    record = {"id": "ann", "registrationCompletion": "COMPLETED"}
    assert httpx.post(url, json=record, trust_env=False, verify=False).status_code == 200
    assert json.loads(process.stdout.readline())["registrationCompletion"] == "COMPLETED"
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0


def test_ctrl_c_while_one_is_printed_ends_well_too(
    scloud: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_listener: Listener) -> Iterator[Mapping[str, Any]]:
        yield {"id": "ann", "postback": {}}
        raise KeyboardInterrupt

    monkeypatch.setattr(Listener, "postbacks", interrupted)
    done = scloud("listen", "-o", "jsonl")
    assert (done.code, done.json["id"]) == (0, "ann")


def test_a_secret_is_needed_with_a_name(scloud: Run) -> None:
    done = scloud("listen", "--auth", "me")
    assert done.code == 2
    assert "SCLOUD_LISTEN_SECRET" in done.error["hint"]


def test_a_port_that_is_taken_is_named(scloud: Run) -> None:
    with listening() as listener:
        done = scloud("listen", "--port", listener.url.rpartition(":")[2])
    assert (done.code, done.error["code"]) == (6, "cannot_listen")
