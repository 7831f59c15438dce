"""An emulator with a clock that stands still, and clients that speak to it without a socket."""

import shutil
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from starlette.types import ASGIApp

from scormcloud_cli.emulator import courses, links, registrations, sittings
from scormcloud_cli.emulator.app import create_app
from scormcloud_cli.emulator.service import APP_ID, SECRET_KEY, Emulator

with warnings.catch_warnings():
    # It would rather have httpx's successor, which scloud does not use.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient as TestClient

SAMPLES = Path(__file__).parents[2] / "samples"
# Where it answers, and where content is.
ADDRESS, CONTENT = "http://emulator.localhost", "http://emulator.localhost:81"
CONTENT_PORT = 81


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 31, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **span: float) -> None:
        self.moment += timedelta(**span)


def ended(client: TestClient, job_id: str) -> Any:
    """Return an import job once it has ended."""
    for _ in range(10_000):
        job = client.get(f"courses/importJobs/{job_id}").json()
        if job["status"] != "RUNNING":
            return job
        time.sleep(0.0005)
    pytest.fail("the import did not end")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of an emulator that has done nothing; it takes long to make one."""
    folder = tmp_path_factory.mktemp("new")
    Emulator(folder, clock=Clock()).close()
    return folder / "emulator.sqlite3"


@pytest.fixture
def emulator(tmp_path: Path, clock: Clock, new_store: Path) -> Iterator[Emulator]:
    """An emulator whose pages hold two things."""
    (tmp_path / "data").mkdir(mode=0o700)
    shutil.copy(new_store, tmp_path / "data")
    emulator = Emulator(tmp_path / "data", clock=clock, page_size=2, content_url=CONTENT)
    yield emulator
    emulator.close()


def add_course(emulator: Emulator, course_id: str = "golf", **facts: Any) -> int:
    """Add a version to a course, without any import; return its number."""
    file = emulator.packages / f"{uuid.uuid4()}.zip"
    file.write_bytes((SAMPLES / "scorm12.zip").read_bytes())
    version = {
        "title": "Golf",
        "standard": "SCORM12",
        "activity_id": None,
        "file": file.name,
        "content_type": "application/zip",
        "size": file.stat().st_size,
        "metadata": {},
        "root_activity": {"itemIdentifier": "root", "title": "Golf", "children": []},
        **facts,
    }
    with emulator.store.writing() as database:
        return courses.add_version(database, emulator, APP_ID, course_id, version)


def register(emulator: Emulator, registration_id: str = "ann", **facts: Any) -> str:
    """Register a learner, Ann if no other is named, for a course; return the registration's ID."""
    new: dict[str, Any] = {
        "course_id": "golf",
        "version": None,
        "learner_id": "ann@example.org",
        "email": None,
        "first_name": "Ann",
        "last_name": "Lee",
        **facts,
    }
    registrations.create(emulator, APP_ID, registrations.New(id=registration_id, **new))
    return registration_id


@pytest.fixture(scope="session")
def event_loop() -> Iterator[BlockingPortal]:
    """A thread with an event loop, for all applications that tests call."""
    with start_blocking_portal() as portal:
        yield portal


class OneHop(httpx.BaseTransport):
    """Hands a request to the thread of the event loop as a whole: starlette's goes there 8 times.

    Args:
        app: what answers.
        event_loop: where.
    """

    def __init__(self, app: ASGIApp, event_loop: BlockingPortal) -> None:
        self._inner = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._event_loop = event_loop

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        return self._event_loop.call(self._answer, request)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        answer = await self._inner.handle_async_request(request)
        raw = b"".join([part async for part in answer.aiter_raw()])
        return httpx.Response(
            answer.status_code,
            headers=answer.headers,
            stream=httpx.ByteStream(raw),
            request=request,
        )


@pytest.fixture
def anyone(emulator: Emulator, event_loop: BlockingPortal) -> TestClient:
    """A client without credentials."""
    app = create_app(emulator, CONTENT_PORT)
    client = TestClient(app, ADDRESS, raise_server_exceptions=False)
    client._transport = OneHop(app, event_loop)
    return client


@pytest.fixture
def client(anyone: TestClient) -> TestClient:
    """A client with the application's credentials; paths are below ``/api/v2``."""
    anyone.base_url = anyone.base_url.join("/api/v2/")
    anyone.auth = (APP_ID, SECRET_KEY)
    return anyone


@pytest.fixture
def import_course(client: TestClient) -> Callable[..., str]:
    """Import a sample as a course, and wait until it is there; return the course's ID."""

    def import_sample(course_id: str, sample: str = "scorm12", **query: str) -> str:
        with (SAMPLES / f"{sample}.zip").open("rb") as file:
            answer = client.post(
                "courses/importJobs/upload",
                params={"courseId": course_id, **query},
                files={"file": (f"{sample}.zip", file, "application/zip")},
            )
        assert answer.status_code == 200, answer.text
        job = ended(client, answer.json()["result"])
        assert job["status"] == "COMPLETE", job
        return course_id

    return import_sample


@pytest.fixture
def golf(import_course: Callable[..., str]) -> str:
    """The ID of a course."""
    return import_course("golf")


@pytest.fixture
def ann(client: TestClient, golf: str) -> str:
    """The ID of a registration of Ann for `golf`."""
    answer = client.post(
        "registrations",
        json={
            "courseId": golf,
            "registrationId": "ann",
            "learner": {"id": "ann@example.org", "firstName": "Ann", "lastName": "Lee"},
        },
    )
    assert answer.status_code == 204, answer.text
    return "ann"


@pytest.fixture
def sitting(emulator: Emulator, ann: str) -> str:
    """The ID of a sitting of Ann that has begun."""
    path = links.launch(emulator, APP_ID, ann, redirect="closer")
    link = links.find(emulator, path.rpartition("/")[2])
    assert link is not None
    return sittings.open_(emulator, link)
