"""How the transport meets what goes wrong between it and the service."""

import gzip
import io
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from scormcloud_cli.api import transport as transporting
from scormcloud_cli.api.errors import NetworkFailure, Planned, RateLimited, UnexpectedAnswer
from scormcloud_cli.api.messages import Request, Upload
from scormcloud_cli.api.pace import Pace
from scormcloud_cli.api.transport import Transport
from tests.support.unruly import CUT, JSON, SILENCE, UnrulyServer, http

OK = http("200 OK", b"{}", JSON)
Start = Callable[..., UnrulyServer]


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[UnrulyServer] = []

    def start(*answers: bytes, delay: float = 0.0, drip: float = 0.0) -> UnrulyServer:
        started.append(UnrulyServer(answers, delay, drip))
        return started[-1]

    yield start
    for server in started:
        server.close()


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def transport(pauses: list[float]) -> Iterator[Transport]:
    unhurried = Pace(pause=lambda _seconds: None)
    transport = Transport(timeout=5, retries=4, pause=pauses.append, pace=unhurried)
    yield transport
    transport.close()


def get(server: UnrulyServer) -> Request:
    return Request("GetCourse", "GET", server.url + "/x")


def post(server: UnrulyServer) -> Request:
    return Request("CreateRegistration", "POST", server.url + "/x", body={}, idempotent=False)


@pytest.mark.parametrize("status", ["429 Slow down", "502 Bad", "503 Busy", "504 Late"])
def test_what_may_pass_is_tried_again(
    status: str, start: Start, transport: Transport, pauses: list[float]
) -> None:
    server = start(http(status), http(status), OK)
    assert transport.send(get(server)).status == 200
    assert len(server.requests) == 3
    assert len(pauses) == 2


@pytest.mark.parametrize("status", ["400 No", "401 No", "404 No", "409 No", "500 Oops", "501 No"])
def test_what_will_not_pass_is_not(status: str, start: Start, transport: Transport) -> None:
    server = start(http(status), OK)
    assert transport.send(get(server)).status == int(status[:3])
    assert len(server.requests) == 1


def test_a_connection_that_is_cut_is_made_again(start: Start, transport: Transport) -> None:
    server = start(CUT, OK)
    assert transport.send(get(server)).status == 200


def test_what_may_have_been_done_is_not_repeated(start: Start, transport: Transport) -> None:
    server = start(CUT, OK)
    with pytest.raises(NetworkFailure, match="may have been carried out") as failed:
        transport.send(post(server))
    assert failed.value.may_have_landed
    assert not failed.value.retryable
    assert len(server.requests) == 1


HALF = http("200 OK", b'{"id": ', JSON, length=1000)
HALF_A_NO = http("400 No", b'{"message": ', JSON, length=1000)


@pytest.mark.parametrize("half", [HALF, HALF_A_NO, http("404 No", b"{", JSON, length=9)])
def test_an_answer_that_is_cut_in_the_middle_is_asked_for_again(
    half: bytes, start: Start, transport: Transport
) -> None:
    server = start(half, half, OK)
    answer = transport.send(get(server))
    assert (answer.status, answer.body) == (200, b"{}")
    assert len(server.requests) == 3


def test_a_post_whose_answer_is_cut_in_the_middle_may_have_been_done(
    start: Start, transport: Transport
) -> None:
    server = start(HALF, OK)
    with pytest.raises(NetworkFailure, match="may have been carried out") as failed:
        transport.send(post(server))
    assert failed.value.may_have_landed
    assert len(server.requests) == 1


def test_a_post_whose_refusal_is_cut_in_the_middle_is_repeated_for_it_did_nothing(
    start: Start, transport: Transport
) -> None:
    answer = transport.send(post(start(HALF_A_NO, http("400 No", b"{}", JSON))))
    assert (answer.status, answer.body) == (400, b"{}")


@pytest.mark.parametrize(
    ("first", "repeated"),
    [
        (CUT, True),
        (HALF, True),
        (http("504 Late"), True),
        (HALF_A_NO, False),
        (http("429 Slow down"), False),
    ],
)
def test_only_a_try_that_may_have_been_carried_out_makes_the_next_a_repetition(
    first: bytes, repeated: bool, start: Start, transport: Transport
) -> None:
    assert transport.send(get(start(first, OK))).repeated is repeated


def test_an_answer_that_is_longer_than_any_should_be_is_not_received(
    start: Start, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transporting, "LARGEST_ANSWER", 100_000)
    server = start(http("200 OK", bytes(100_001), JSON))
    with pytest.raises(UnexpectedAnswer, match="more than 100,000 bytes"):
        transport.send(get(server))
    assert len(server.requests) == 1


def test_an_answer_is_measured_as_it_is_when_it_is_unpacked(
    start: Start, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transporting, "LARGEST_ANSWER", 100_000)
    bomb = http("200 OK", gzip.compress(bytes(1_000_000)), JSON, "Content-Encoding: gzip")
    with pytest.raises(UnexpectedAnswer, match="more than 100,000 bytes"):
        transport.send(get(start(bomb)))


@pytest.mark.parametrize("coding", ["gzip, gzip", "br", "zstd"])
def test_an_answer_that_is_packed_as_nobody_asked_for_is_not_unpacked(
    coding: str, start: Start, transport: Transport
) -> None:
    twice = gzip.compress(gzip.compress(bytes(1_000_000)))
    server = start(http("200 OK", twice, JSON, f"Content-Encoding: {coding}"))
    with pytest.raises(UnexpectedAnswer, match=coding):
        transport.send(get(server))
    with pytest.raises(UnexpectedAnswer, match=coding):
        transport.download(get(server), io.BytesIO())


def test_a_refusal_counts_though_only_the_beginning_of_it_is_received(
    start: Start, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transporting, "LARGEST_REFUSAL", 1000)
    server = start(http("404 No", bytes(5_000_000), JSON))
    for answer in (transport.send(get(server)), transport.download(get(server), io.BytesIO())):
        assert (answer.status, len(answer.body)) == (404, 1000)


def test_an_answer_that_drips_is_given_up(start: Start, pauses: list[float]) -> None:
    transport = Transport(timeout=0.1, retries=4, pause=pauses.append)
    server = start(http("200 OK", bytes(1000), JSON), drip=0.01)
    with pytest.raises(NetworkFailure, match="was not whole after") as failed:
        transport.send(get(server))
    assert "--timeout" in (failed.value.hint or "")
    assert (len(server.requests), pauses) == (1, [])
    transport.close()


def test_a_download_may_take_as_long_as_it_goes_on(start: Start) -> None:
    transport = Transport(timeout=0.1, retries=0)
    sink = io.BytesIO()
    # Longer than ten times the limit, after which an answer that is no file is given up.
    transport.download(get(start(http("200 OK", bytes(55)), drip=0.02)), sink)
    assert len(sink.getvalue()) == 55
    transport.close()


def test_a_post_that_was_refused_for_haste_is_repeated(start: Start, transport: Transport) -> None:
    server = start(http("429 Slow down"), OK)
    assert transport.send(post(server)).status == 200


def test_a_post_that_a_gateway_lost_is_not_repeated(start: Start, transport: Transport) -> None:
    server = start(http("504 Late"), OK)
    assert transport.send(post(server)).status == 504
    assert len(server.requests) == 1


def test_nothing_is_repeated_for_ever(start: Start, transport: Transport) -> None:
    server = start(http("503 Busy"))
    assert transport.send(get(server)).status == 503
    assert len(server.requests) == 5


def test_waits_grow_up_to_twice_the_last_with_jitter(
    start: Start, transport: Transport, pauses: list[float]
) -> None:
    transport.send(get(start(http("503 Busy"))))
    assert all(0 <= pause <= 0.5 * 2**tries for tries, pause in enumerate(pauses))
    assert len(set(pauses)) == 4


def test_retry_after_in_seconds_is_kept_to(
    start: Start, transport: Transport, pauses: list[float]
) -> None:
    transport.send(get(start(http("429 Slow down", b"", "Retry-After: 1"), OK)))
    assert pauses == [1]


def test_retry_after_as_a_date_is_kept_to(
    start: Start, transport: Transport, pauses: list[float]
) -> None:
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    transport.send(get(start(http("503 Busy", b"", f"Retry-After: {then}"), OK)))
    assert 25 < pauses[0] <= 30


@pytest.mark.parametrize("nonsense", ["soon", "-5", "1e9", "Mon, 99 Foo 2026"])
def test_a_retry_after_that_says_nothing_is_passed_over(
    nonsense: str, start: Start, transport: Transport, pauses: list[float]
) -> None:
    transport.send(get(start(http("429 Slow down", b"", f"Retry-After: {nonsense}"), OK)))
    assert pauses[0] <= 0.5


def test_who_asks_for_too_much_patience_is_not_waited_for(
    start: Start, transport: Transport, pauses: list[float]
) -> None:
    with pytest.raises(RateLimited) as limited:
        transport.send(get(start(http("429 Slow down", b"", "Retry-After: 3600"))))
    assert limited.value.hint == "try again in 3600 s"
    assert pauses == []


def test_silence_ends_at_the_time_limit(start: Start, pauses: list[float]) -> None:
    transport = Transport(timeout=0.1, retries=1, pause=pauses.append)
    with pytest.raises(NetworkFailure, match="no answer within the time limit"):
        transport.send(get(start(SILENCE)))
    assert len(pauses) == 1
    transport.close()


def upload(server: UnrulyServer, size: int) -> Request:
    part = Upload("file", io.BytesIO(bytes(size)), "golf.zip")
    return Request("Import", "POST", server.url, upload=part, idempotent=False)


def test_the_answer_to_an_upload_may_take_longer_than_any_other(start: Start) -> None:
    transport = Transport(timeout=0.05, retries=0)
    server = start(OK, delay=0.15)
    with pytest.raises(NetworkFailure, match="no answer within the time limit"):
        transport.send(get(server))
    assert transport.send(upload(server, 10)).status == 200
    transport.close()


def test_a_service_that_takes_no_more_of_an_upload_is_waited_for_no_longer_than_others(
    start: Start,
) -> None:
    transport = Transport(timeout=0.1, retries=0)
    began = time.monotonic()
    with pytest.raises(NetworkFailure, match="no answer within the time limit"):
        transport.send(upload(start(SILENCE), 32 * 1024 * 1024))
    assert time.monotonic() - began < 1.0  # what the answer alone may take
    transport.close()


def test_a_redirect_is_not_followed_with_credentials(start: Start, transport: Transport) -> None:
    elsewhere = start(OK)
    server = start(http("302 Found", b"", f"Location: {elsewhere.url}/"))
    request = Request("GetCourse", "GET", server.url, headers={"Authorization": "Basic x"})
    assert transport.send(request).status == 302
    assert elsewhere.requests == []


def test_a_download_that_breaks_off_is_a_failure(start: Start, transport: Transport) -> None:
    server = start(http("200 OK", b"half", "Content-Type: application/zip", length=1000))
    with pytest.raises(NetworkFailure, match="was cut"):
        transport.download(get(server), io.BytesIO())


def test_an_upload_that_is_tried_again_is_sent_from_the_start(
    start: Start, transport: Transport
) -> None:
    server = start(http("503 Busy"), OK)
    request = Request(
        "UploadCourseAssetFile",
        "POST",
        server.url,
        upload=Upload("file", io.BytesIO(b"the whole file"), "a.zip"),
    )
    assert transport.send(request).status == 200
    assert all(b"the whole file" in each or b"Content-Length" in each for each in server.requests)
    lengths = {line for each in server.requests for line in each.split(b"\r\n") if b"gth:" in line}
    assert len(lengths) == 1


def test_a_dry_run_sends_nothing_and_shows_no_secret(start: Start) -> None:
    server = start(OK)
    transport = Transport(dry_run=True)
    request = Request(
        "CreateCredential", "POST", server.url, body={"secretKey": "s3cr3t"}, writes=True
    )
    with pytest.raises(Planned) as planned:
        transport.send(request)
    assert "s3cr3t" not in str(planned.value.requests)
    assert server.requests == []


def test_a_dry_run_still_reads(start: Start) -> None:
    transport = Transport(dry_run=True)
    assert transport.send(get(start(OK))).status == 200
    transport.close()
