"""The fixtures of tests that run commands against an emulator."""

import functools
import shutil
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from scormcloud_cli.api.cloud import Cloud
from scormcloud_cli.api.credentials import Credentials
from scormcloud_cli.api.transport import Transport
from scormcloud_cli.emulator import import_jobs
from scormcloud_cli.emulator.import_jobs import Import
from tests.support.emulators import ServedEmulator
from tests.support.environs import LONGEST, MANAGER, SAMPLES, application_environ, clean_environ
from tests.support.here import run_here
from tests.support.processes import Processes, run_on_pseudo_terminal, run_process
from tests.support.results import Run, bound, runner

NewId = Callable[[str], str]
PutCourse = Callable[..., None]
LOCAL = Credentials("local", "local-secret")


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedEmulator]:
    """One emulator for all tests of a worker; each test uses IDs of its own."""
    with ServedEmulator(tmp_path_factory.mktemp("emulator")) as served:
        yield served


@pytest.fixture
def environ(emulator: ServedEmulator, tmp_path: Path) -> dict[str, str]:
    """The environment of a command that speaks to the emulator, with an empty home."""
    return clean_environ(tmp_path) | application_environ(emulator.url)


@pytest.fixture
def scloud(environ: dict[str, str], tmp_path: Path) -> Run:
    """Run scloud in this process, in a pipe."""
    return runner(run_here, environ, tmp_path)


@pytest.fixture
def scloud_on_terminal(environ: dict[str, str], tmp_path: Path) -> Run:
    """Run scloud in this process, on a terminal of 120 by 40; what it prints is all in `out`."""
    return runner(functools.partial(run_here, on_terminal=True), environ, tmp_path)


@pytest.fixture
def scloud_process(environ: dict[str, str], tmp_path: Path) -> Run:
    """Run scloud as a process, in a pipe."""
    return runner(run_process, environ, tmp_path)


@pytest.fixture
def scloud_on_pseudo_terminal(environ: dict[str, str], tmp_path: Path) -> Run:
    """Run scloud as a process on a pseudo-terminal of 120 by 40."""
    return runner(run_on_pseudo_terminal, environ, tmp_path)


@pytest.fixture
def processes() -> Iterator[Processes]:
    """Start processes that end with the test, however it ends."""
    with Processes() as started:
        yield started


@pytest.fixture
def new_id() -> NewId:
    """Make IDs that no other test has."""
    return lambda stem: f"{stem}-{uuid.uuid4().hex[:8]}"


@pytest.fixture(params=["v1", "v2"])
def api(request: pytest.FixtureRequest) -> str:
    """Each of the two APIs."""
    name: str = request.param
    return name


@pytest.fixture
def over(scloud: Run, api: str) -> Run:
    """Run scloud over each API in turn."""
    return bound(scloud, SCLOUD_API=api)


@pytest.fixture
def manager(over: Run) -> Run:
    """Run scloud with management credentials, over each API in turn."""
    return bound(over, **MANAGER)


@pytest.fixture(scope="session")
def cloud(emulator: ServedEmulator) -> Iterator[Cloud]:
    """The emulator's application over v2, for what tests need to be there before a command runs."""
    with closing(Transport()) as transport:
        yield Cloud(emulator.url, LOCAL, transport=transport)


@pytest.fixture(scope="session")
def cloud_of_manager(emulator: ServedEmulator) -> Iterator[Cloud]:
    """The same with management credentials."""
    pair = Credentials("local-manager", "local-manager-secret")
    with closing(Transport()) as transport:
        yield Cloud(emulator.url, pair, transport=transport)


@pytest.fixture
def cloud_over(emulator: ServedEmulator, api: str) -> Iterator[Cloud]:
    """The same over each API in turn."""
    with closing(Transport()) as transport:
        yield Cloud(emulator.url, LOCAL, api=api, transport=transport)


@pytest.fixture(scope="session")
def service(emulator: ServedEmulator) -> Iterator[httpx.Client]:
    """The emulator's v2 as it stands, for what `Cloud` has no word for."""
    with httpx.Client(
        base_url=emulator.url + "/api/v2",
        auth=(LOCAL.app_id, LOCAL.secret_key),
        trust_env=False,
        verify=False,
    ) as client:
        yield client


@pytest.fixture
def put_course(emulator: ServedEmulator) -> PutCourse:
    """Import a sample under an ID, as a further version where the course exists.

    The emulator itself does it, for most tests need a course and HTTP takes as long again.
    """

    def put(course_id: str, sample: str = "scorm12.zip") -> None:
        package = emulator.folder / f"{uuid.uuid4()}.zip"  # the job's from then on
        shutil.copy(SAMPLES / sample, package)
        wanted = Import(app_id=LOCAL.app_id, course_id=course_id, new_version=True, name=sample)
        job = import_jobs.start(emulator.emulator, wanted, package)
        deadline = time.monotonic() + LONGEST
        while (row := import_jobs.job(emulator.emulator, LOCAL.app_id, job))["status"] == "RUNNING":
            assert time.monotonic() < deadline, "the import did not end"
            time.sleep(0.0005)
        assert row["status"] == "COMPLETE", row["message"]

    return put


@pytest.fixture
def golf(put_course: PutCourse, new_id: NewId) -> str:
    """The ID of a course of one SCO, freshly imported."""
    course_id = new_id("golf")
    put_course(course_id)
    return course_id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a course of one SCO, called golf."""
    course_folder = tmp_path / "golf"
    with zipfile.ZipFile(SAMPLES / "scorm12.zip") as package:
        package.extractall(course_folder)
    return course_folder


@pytest.fixture
def ann(service: httpx.Client, golf: str, new_id: NewId) -> str:
    """The ID of a registration of Ann for `golf`."""
    registration_id = new_id("ann")
    learner = {"id": "ann@example.org", "firstName": "Ann", "lastName": "Lee"}
    answer = service.post(
        "/registrations",
        json={"courseId": golf, "registrationId": registration_id, "learner": learner},
    )
    assert answer.status_code == 204, answer.text
    return registration_id
