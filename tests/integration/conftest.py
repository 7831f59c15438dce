"""Runs the installed command as its users do: in a pipe and on a terminal."""

import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest

SCLOUD = Path(sys.executable).with_name("scloud")
SAMPLES = Path(__file__).parents[1] / "samples"
LONGEST = int(os.environ.get("SCLOUD_TEST_SECONDS", "60"))
MANAGER = {
    "SCLOUD_MANAGEMENT_APP_ID": "local-manager",
    "SCLOUD_MANAGEMENT_SECRET_KEY": "local-manager-secret",
}


@dataclass(frozen=True)
class Emulator:
    """A running emulator."""

    url: str
    folder: Path


@dataclass(frozen=True)
class Result:
    """What a command left: its exit code, its standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """What it printed, without colours."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.out)

    @property
    def json(self) -> Any:
        """What standard output holds, as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """The error object that the last line of standard error holds."""
        return json.loads(self.err.splitlines()[-1])["error"]


class Run(Protocol):
    """Runs scloud with some arguments and waits for its end."""

    def __call__(
        self,
        *arguments: str,
        typed: str = "",
        environ: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> Result: ...


def start_emulator(
    folder: Path, *options: str, data: Path | None = None
) -> tuple[subprocess.Popen[bytes], Emulator]:
    """Start an emulator on a free port; return the process and where it answers.

    Its data is in the folder, unless it shares that of another.
    """
    data = data or folder / "data"
    folder.mkdir(parents=True, exist_ok=True)
    ready = folder / "ready"
    process = subprocess.Popen(
        [
            *(str(SCLOUD), "emulator", "serve", "--quiet", "--port", "0"),
            *("--data", str(data), "--ready-file", str(ready), *options),
        ],
        env=clean_environ(folder),
        stdin=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 30
    while not ready.exists():
        assert process.poll() is None, "the emulator ended before it was ready"
        assert time.monotonic() < deadline, "the emulator was not ready in time"
        time.sleep(0.02)
    return process, Emulator(ready.read_text().strip(), data)


def stop(process: "subprocess.Popen[bytes]") -> None:
    """End a process as a service manager does."""
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=20)


def kill_after(seconds: float, words: tuple[str, ...], environ: dict[str, str], at: Path) -> None:
    """Run scloud and kill it, as a machine that loses its power does."""
    process = subprocess.Popen(
        [SCLOUD, *words],
        env=environ,
        cwd=at,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=LONGEST)


def clean_environ(home: Path) -> dict[str, str]:
    """Return an environment with nothing of this machine's user in it."""
    return {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "SCLOUD_CONFIG_DIR": str(home / "config"),
        "SCLOUD_DATA_DIR": str(home / "data"),
        "SCLOUD_KEYRING": "none",
    }


def application_environ(emulator: Emulator) -> dict[str, str]:
    """Return what points scloud at an emulator."""
    return {
        "SCLOUD_BASE_URL": emulator.url,
        "SCLOUD_APP_ID": "local",
        "SCLOUD_SECRET_KEY": "local-secret",
    }


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """One emulator for all tests of a worker; each test uses IDs of its own."""
    process, running = start_emulator(tmp_path_factory.mktemp("emulator"))
    yield running
    stop(process)


@pytest.fixture
def environ(emulator: Emulator, tmp_path: Path) -> dict[str, str]:
    """The environment of a command that speaks to the emulator, with an empty home."""
    return clean_environ(tmp_path) | application_environ(emulator)


@pytest.fixture
def scloud(environ: dict[str, str], tmp_path: Path) -> Run:
    """Run scloud in a pipe."""

    def run(
        *arguments: str,
        typed: str = "",
        environ: Mapping[str, str] | None = None,
        folder: Path | None = None,
        base: Mapping[str, str] = environ,
    ) -> Result:
        done = subprocess.run(
            [SCLOUD, *arguments],
            input=typed,
            capture_output=True,
            text=True,
            env={**base, **(environ or {})},
            cwd=folder or tmp_path,
            timeout=LONGEST,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def scloud_on_terminal(environ: dict[str, str], tmp_path: Path) -> Run:
    """Run scloud on a pseudo-terminal of 120 by 40; what it prints is all in `out`."""

    def run(
        *arguments: str,
        typed: str = "",
        environ: Mapping[str, str] | None = None,
        folder: Path | None = None,
        base: Mapping[str, str] = environ,
    ) -> Result:
        ours, theirs = pty.openpty()
        ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        process = subprocess.Popen(
            [SCLOUD, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**base, **(environ or {})},
            cwd=folder or tmp_path,
            start_new_session=True,
        )
        os.close(theirs)
        try:
            printed = _converse(ours, process, typed)
        finally:
            os.close(ours)
        return Result(process.wait(timeout=LONGEST), printed.replace("\r\n", "\n"), "")

    return run


def _converse(ours: int, process: "subprocess.Popen[bytes]", typed: str) -> str:
    """Type an answer whenever the command has asked, and return all that it prints."""
    printed = b""
    answers = typed.splitlines()
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        ready, _, _ = select.select([ours], [], [], 0.05)
        if ready:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other side has closed its end
                break
            if not piece:
                break
            printed += piece
            if answers and piece.rstrip(b" ").endswith((b"[y/N]", b":")):
                os.write(ours, answers.pop(0).encode() + b"\n")
        elif process.poll() is not None:
            break
    return printed.decode()


@pytest.fixture
def new_id() -> Callable[[str], str]:
    """Make IDs that no other test has."""
    return lambda stem: f"{stem}-{uuid.uuid4().hex[:8]}"


@pytest.fixture(params=["v1", "v2"])
def api(request: pytest.FixtureRequest) -> str:
    """Each of the two APIs."""
    name: str = request.param
    return name


@pytest.fixture
def over(scloud: Run, api: str) -> Run:
    """Run scloud in a pipe, over each API in turn."""

    def run(
        *arguments: str,
        typed: str = "",
        environ: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> Result:
        wanted = {"SCLOUD_API": api, **(environ or {})}
        return scloud(*arguments, typed=typed, environ=wanted, folder=folder)

    return run


@pytest.fixture
def manager(over: Run) -> Run:
    """Run scloud in a pipe with management credentials, over each API in turn."""

    def run(
        *arguments: str,
        typed: str = "",
        environ: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> Result:
        return over(*arguments, typed=typed, environ={**MANAGER, **(environ or {})}, folder=folder)

    return run


@pytest.fixture(scope="session")
def service(emulator: Emulator) -> Iterator[httpx.Client]:
    """The emulator's v2, for what tests need to be there before a command runs."""
    pair = ("local", "local-secret")
    with httpx.Client(base_url=emulator.url + "/api/v2", auth=pair, trust_env=False) as client:
        yield client


@pytest.fixture
def golf(service: httpx.Client, new_id: Callable[[str], str]) -> str:
    """The ID of a course of one SCO, freshly imported."""
    course_id = new_id("golf")
    package = (SAMPLES / "scorm12.zip").read_bytes()
    started = service.post(
        "/courses/importJobs/upload",
        params={"courseId": course_id},
        files={"file": ("scorm12.zip", package, "application/zip")},
    ).json()
    deadline = time.monotonic() + LONGEST
    while service.get(f"/courses/importJobs/{started['result']}").json()["status"] == "RUNNING":
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return course_id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a course of one SCO, called golf."""
    found = tmp_path / "golf"
    with zipfile.ZipFile(SAMPLES / "scorm12.zip") as package:
        package.extractall(found)
    return found


@pytest.fixture
def ann(service: httpx.Client, golf: str, new_id: Callable[[str], str]) -> str:
    """The ID of a registration of Ann for `golf`."""
    registration_id = new_id("ann")
    learner = {"id": "ann@example.org", "firstName": "Ann", "lastName": "Lee"}
    done = service.post(
        "/registrations",
        json={"courseId": golf, "registrationId": registration_id, "learner": learner},
    )
    assert done.status_code == 204, done.text
    return registration_id
