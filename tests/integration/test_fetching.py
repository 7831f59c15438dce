"""What the emulator fetches, from where, and for how long."""

import functools
import shutil
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import Request

import httpx
import pytest

from scormcloud_cli.emulator.fetching import FOR_ASSET, Limits, fetch
from scormcloud_cli.emulator.outgoing import Address, Line
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator
from tests.support.emulators import ServedEmulator
from tests.support.environs import SAMPLES, SCLOUD, application_environ, clean_environ
from tests.support.fixtures import NewId
from tests.support.processes import Processes
from tests.support.receivers import until
from tests.support.results import Run, bound
from tests.support.unruly import SILENCE, UnrulyServer, http

Serve = Callable[..., UnrulyServer]
# Short of what any limit of the emulator's own is, in seconds.
SOON = 5.0


@pytest.fixture
def answering() -> Iterator[Serve]:
    """Start servers that answer as they are told."""
    servers: list[UnrulyServer] = []

    def start(*answers: bytes) -> UnrulyServer:
        servers.append(UnrulyServer(answers))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def emulator_here(tmp_path: Path) -> Iterator[Emulator]:
    """An emulator of the test's own that may fetch from this machine."""
    emulator = Emulator(tmp_path / "own", allow_local_fetch=True)
    yield emulator
    emulator.close()


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[ServedEmulator]:
    """An emulator that may fetch from the internet alone."""
    with ServedEmulator(tmp_path / "strict", allow_local_fetch=False) as served:
        yield served


@pytest.fixture
def at_strict(strict: ServedEmulator, scloud: Run) -> Run:
    return bound(scloud, **application_environ(strict.url))


@pytest.fixture
def files(tmp_path: Path) -> Iterator[str]:
    """A server of files on this machine that has a package; its URL."""
    folder = tmp_path / "files"
    folder.mkdir()
    shutil.copy(SAMPLES / "scorm12.zip", folder / "golf.zip")
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        pass


# From where


def test_an_import_is_fetched_from_this_machine_where_that_is_allowed(
    scloud: Run, files: str, new_id: NewId
) -> None:
    done = scloud("course", "import", f"{files}/golf.zip", "--id", new_id("golf"))
    assert done.code == 0, done.err


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.1"])
def test_nothing_is_fetched_from_local_addresses_unless_told(at_strict: Run, host: str) -> None:
    url = f"https://{host}:1/golf.zip"
    done = at_strict("course", "import", url, "--id", "golf")
    assert done.code == 7
    assert "--allow-local-fetch" in done.error["message"]


def test_no_other_service_of_this_machine_is_read_as_an_asset(
    at_strict: Run, answering: Serve
) -> None:
    secret = answering(http("200 OK", b"secret"))
    assert at_strict("course", "import", str(SAMPLES / "scorm12.zip"), "--id", "golf").code == 0
    for url in (secret.url, secret.url.replace("http://", "https://")):
        body = f'{{"fetchUrl": "{url}/a.txt", "destination": "."}}'
        done = at_strict("raw", "call", "ImportCourseAssetFile", "courseId=golf", "--body", body)
        assert done.code != 0
    assert secret.requests == []


def test_every_redirect_is_judged_by_the_address_it_leads_to(answering: Serve) -> None:
    end = answering(http("200 OK", b"secret"))
    elsewhere = end.url.replace("127.0.0.1", "127.0.0.2")
    start = answering(http("302 Found", b"", f"Location: {elsewhere}/"))

    def judge(address: Address, _is_secure: bool) -> None:
        if str(address) != "127.0.0.1":
            raise Refusal(400, f"not {address}")

    with pytest.raises(Refusal, match=r"not 127\.0\.0\.2"):
        Line().opener(judge).open(Request(start.url))
    assert end.requests == []


def test_a_redirect_leads_to_no_other_scheme(emulator_here: Emulator, answering: Serve) -> None:
    start = answering(http("302 Found", b"", "Location: ftp://127.0.0.1/a.zip"))
    with pytest.raises(Refusal, match="only https is fetched"):
        fetch(emulator_here, start.url, FOR_ASSET)


def test_the_address_that_was_judged_is_the_one_connected_to(
    answering: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = answering(http("200 OK", b"file"))
    port = int(server.url.rpartition(":")[2])
    # A name that leads elsewhere when it is looked up again.
    answers = iter([("127.0.0.1", port), ("127.0.0.2", port)])

    def look_up(*_arguments: object, **_options: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", next(answers))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    judged: list[str] = []
    opener = Line().opener(lambda address, _: judged.append(str(address)))
    assert opener.open(Request("http://rebinding.example/a")).read() == b"file"
    assert judged == ["127.0.0.1"]


def test_no_proxy_looks_names_up_in_its_place(
    emulator_here: Emulator, answering: Serve, files: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = answering(http("200 OK", b"from the proxy"))
    monkeypatch.setenv("http_proxy", proxy.url)
    assert fetch(emulator_here, f"{files}/golf.zip", FOR_ASSET).read_bytes()[:2] == b"PK"


def test_a_postback_goes_to_this_machine(at_strict: Run, answering: Serve) -> None:
    hook = answering(http("200 OK"))
    done = at_strict("registration", "test-postback", "--postback-url", hook.url)
    assert done.code == 0, done.err
    assert len(hook.requests) == 1


# For how long, and how much


def test_a_fetch_takes_no_longer_than_its_limit(emulator_here: Emulator, answering: Serve) -> None:
    slow = answering(SILENCE)
    began = time.monotonic()
    with pytest.raises(Refusal, match=r"longer than 0\.2 seconds"):
        fetch(emulator_here, slow.url, Limits(0.2, 1000))
    assert time.monotonic() - began < SOON
    assert list(emulator_here.uploads.iterdir()) == []


# One says how much comes, the other does not.
TOO_LARGE = [
    http("200 OK", b"x" * 2000),
    b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 2000,
]


@pytest.mark.parametrize("answer", TOO_LARGE)
def test_a_fetch_brings_no_more_than_its_limit(
    emulator_here: Emulator, answering: Serve, answer: bytes
) -> None:
    large = answering(answer)
    with pytest.raises(Refusal, match="more than 1000 bytes"):
        fetch(emulator_here, large.url, Limits(10, 1000))
    assert list(emulator_here.uploads.iterdir()) == []


def test_what_ended_too_early_is_not_taken_for_the_whole(
    emulator_here: Emulator, answering: Serve
) -> None:
    cut = answering(http("200 OK", b"half", length=8))
    with pytest.raises(Refusal, match="only 4 of 8 bytes came"):
        fetch(emulator_here, cut.url, FOR_ASSET)


def start_import(emulator_url: str, url: str, course_id: str) -> str:
    """Start an import by URL over v2; return the job's address."""
    answer = httpx.post(
        f"{emulator_url}/api/v2/courses/importJobs",
        params={"courseId": course_id},
        json={"url": url},
        auth=("local", "local-secret"),
        trust_env=False,
        verify=False,
    )
    assert answer.status_code == 200, answer.text
    return f"{emulator_url}/api/v2/courses/importJobs/{answer.json()['result']}"


def test_slow_urls_stop_no_other_import(answering: Serve, scloud: Run, tmp_path: Path) -> None:
    with ServedEmulator(tmp_path / "slow") as served:
        slow = answering(SILENCE)
        for number in range(20):
            start_import(served.url, f"{slow.url}/{number}.zip", f"slow-{number}")
        began = time.monotonic()
        environ = application_environ(served.url)
        package = str(SAMPLES / "scorm12.zip")
        assert scloud("course", "import", package, "--id", "golf", environ=environ).code == 0
        assert time.monotonic() - began < SOON
    assert time.monotonic() - began < 2 * SOON


def test_there_is_an_end_to_how_many_others_are_waited_for(
    emulator_here: Emulator, answering: Serve
) -> None:
    slow = answering(SILENCE)
    refusals: list[int] = []

    def try_it() -> None:
        try:
            fetch(emulator_here, slow.url, Limits(10, 1000))
        except Refusal as refusal:
            refusals.append(refusal.status)

    threads = [threading.Thread(target=try_it) for _ in range(40)]
    for thread in threads:
        thread.start()
    until(lambda: len(slow.requests) == 32 and len(refusals) == 8)
    slow.close()
    for thread in threads:
        thread.join()
    assert sorted(refusals) == [400] * 32 + [429] * 8


def test_what_is_being_fetched_at_the_end_has_failed(tmp_path: Path, answering: Serve) -> None:
    slow = answering(SILENCE)
    with ServedEmulator(tmp_path) as served:
        job = start_import(served.url, slow.url, "golf").rpartition("/")[2]
        slow.wait_for_request()
    with ServedEmulator(tmp_path) as later:
        told = httpx.get(
            f"{later.url}/api/v2/courses/importJobs/{job}",
            auth=("local", "local-secret"),
            trust_env=False,
            verify=False,
        ).json()
    assert told["status"] == "ERROR"
    assert told["message"].endswith("the emulator is being stopped")


@pytest.mark.process
def test_serve_ends_while_it_fetches(
    processes: Processes, tmp_path: Path, answering: Serve
) -> None:
    slow = answering(SILENCE)
    process, url = processes.serve(tmp_path, "--allow-local-fetch")
    for number in range(3):
        start_import(url, f"{slow.url}/{number}.zip", f"slow-{number}")
    slow.wait_for_request()
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    assert time.monotonic() - began < SOON


@pytest.mark.process
def test_serve_ends_while_a_call_waits_for_another_server(
    processes: Processes, tmp_path: Path, answering: Serve
) -> None:
    slow = answering(SILENCE)
    process, url = processes.serve(tmp_path)

    call = ("registration", "test-postback", "--postback-url", slow.url)
    environ = clean_environ(tmp_path) | application_environ(url)
    processes.start(*call, environ=environ, folder=tmp_path)
    slow.wait_for_request()
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    assert time.monotonic() - began < SOON


@pytest.mark.process
def test_a_command_of_its_own_emulator_ends_when_it_waits_no_longer(
    scloud_process: Run, answering: Serve
) -> None:
    slow = answering(SILENCE)
    command = ("course", "import", slow.url, "--id", "golf", "--wait-timeout", "0.1")
    began = time.monotonic()
    done = scloud_process("emulator", "exec", "--", str(SCLOUD), *command)
    assert done.error["code"] == "pending", done.err
    assert time.monotonic() - began < 2 * SOON
