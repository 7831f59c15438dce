"""What workflows work on in tests: courses and registrations in memory, a reporter, a clock."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, BinaryIO

from scormcloud_cli.api.assets import Asset
from scormcloud_cli.api.configuration import SettingValue
from scormcloud_cli.api.courses import Course, ImportJob, Reference
from scormcloud_cli.api.errors import NetworkFailure, NotFound, ServiceRefused
from scormcloud_cli.api.messages import Upload
from scormcloud_cli.api.registrations import (
    CourseReference,
    Detail,
    Learner,
    NewRegistration,
    Registration,
)


class Clock:
    """Time that passes only when somebody waits; stands in place of the module ``time``."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


class Recorder:
    """A reporter, and a meter, that keep what they are told."""

    def __init__(self) -> None:
        self.notices: list[str] = []
        self.details: list[str] = []
        self.warnings: list[str] = []
        self.meters: list[str] = []
        self.phases: list[str] = []
        self.counters: list[tuple[str, int]] = []
        self.counts: list[int] = []
        self.sent: list[tuple[int, int]] = []

    def notice(self, text: str) -> None:
        self.notices.append(text)

    def detail(self, text: str) -> None:
        self.details.append(text)

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    def bytes(self, done: int, total: int) -> None:
        self.sent.append((done, total))

    def phase(self, words: str) -> None:
        self.phases.append(words)

    def meter(self, words: str) -> AbstractContextManager["Recorder"]:
        self.meters.append(words)
        return nullcontext(self)

    def counter(self, words: str, total: int) -> AbstractContextManager[Callable[[int], None]]:
        self.counters.append((words, total))
        return nullcontext(self.counts.append)


def lost(*, landed: bool) -> NetworkFailure:
    """Return the failure of a request whose answer was lost.

    Args:
        landed: whether the request may have been carried out.
    """
    error = NetworkFailure("the connection broke")
    error.may_have_landed = landed
    return error


class FakeTags:
    """The tags of things, by their IDs."""

    def __init__(self) -> None:
        self.kept: dict[str, set[str]] = {}

    def get(self, owner: str) -> Sequence[str]:
        return sorted(self.kept.get(owner, ()))

    def add(self, owner: str, tags: Sequence[str]) -> None:
        self.kept[owner] = self.kept.get(owner, set()) | set(tags)

    def remove(self, owner: str, tags: Sequence[str]) -> None:
        self.kept[owner] = self.kept.get(owner, set()) - set(tags)

    def set(self, owner: str, tags: Sequence[str]) -> None:
        self.kept[owner] = set(tags)


class FakeConfiguration:
    """The settings of things, by their IDs."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, str]] = {}

    def get(self, owner: str) -> Iterator[SettingValue]:
        for name, value in self.kept.get(owner, {}).items():
            yield SettingValue(id=name, effective_value=value)

    def set(self, owner: str, settings: Mapping[str, str]) -> None:
        self.kept.setdefault(owner, {}).update(settings)


class FakeAssets:
    """The files of courses, which their packages hold."""

    def __init__(self, packages: Mapping[str, Sequence[bytes]]) -> None:
        self._packages = packages

    def list(self, course_id: str, version: int | None) -> Iterator[Asset]:
        package = self._packages[course_id][-1 if version is None else version]
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            for entry in archive.infolist():
                yield Asset(path=entry.filename, size=entry.file_size)


class FakeCourses:
    """The courses of an application, as far as workflows ask for them.

    Attributes:
        packages: the versions of each course, the oldest first, as they were sent.
        calls: what was asked for that changes something, in order.
        on_send: called when a package was sent, before the course has it; it may raise.
        on_answer: called when a course has its package, before the answer is given; it may raise.
        states: what `job` tells at one look after another; the last one stays.
    """

    def __init__(self) -> None:
        self.packages: dict[str, list[bytes]] = {}
        self.titles: dict[str, str] = {}
        self.calls: list[tuple[Any, ...]] = []
        self.on_send: Callable[[], object] = lambda: None
        self.on_answer: Callable[[], object] = lambda: None
        self.states: list[ImportJob] = []
        self.tags = FakeTags()
        self.assets = FakeAssets(self.packages)
        self.settings = FakeConfiguration()
        self._jobs: dict[str, ImportJob] = {}

    def configuration(self) -> FakeConfiguration:
        return self.settings

    def exists(self, course_id: str) -> bool:
        return course_id in self.packages

    def get(self, course_id: str) -> Course:
        if course_id not in self.packages:
            raise NotFound(f"there is no course {course_id}", code="course_not_found")
        return Course(
            id=course_id,
            title=self.titles[course_id],
            version=len(self.packages[course_id]) - 1,
            tags=tuple(self.tags.get(course_id)),
        )

    def set_title(self, course_id: str, title: str) -> None:
        self.calls.append(("set_title", course_id, title))
        self.titles[course_id] = title

    def import_file(self, course_id: str, upload: Upload, *, new_version: bool) -> str:
        self.calls.append(("import_file", course_id, upload.name, new_version))
        upload.file.seek(0)  # as the transport does
        package = upload.file.read()
        if upload.on_progress is not None:
            upload.on_progress(len(package), len(package))
        return self._import(course_id, package, new_version=new_version)

    def import_url(self, course_id: str, url: str, *, content_type: str, new_version: bool) -> str:
        self.calls.append(("import_url", course_id, url, content_type, new_version))
        return self._import(course_id, b"", new_version=new_version)

    def import_reference(self, course_id: str, reference: Reference, *, new_version: bool) -> str:
        self.calls.append(("import_reference", course_id, reference, new_version))
        return self._import(course_id, b"", new_version=new_version)

    def job(self, job_id: str) -> ImportJob:
        if not self.states:
            return self._jobs[job_id]
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]

    def download(self, course_id: str, version: int | None, sink: BinaryIO) -> str | None:
        self.calls.append(("download", course_id))
        sink.write(self.packages[course_id][-1 if version is None else version])
        return None

    def put(self, course_id: str, package: bytes, title: str = "Golf") -> None:
        """Give the application a course, or a course another version, as another run did."""
        self.packages.setdefault(course_id, []).append(package)
        self.titles[course_id] = title

    def _import(self, course_id: str, package: bytes, *, new_version: bool) -> str:
        if self.exists(course_id) and not new_version:
            raise ServiceRefused(f"course {course_id} exists", code="course_exists")
        self.on_send()
        self.put(course_id, package)
        self.on_answer()
        job_id = f"job-{len(self.calls)}"
        self._jobs[job_id] = ImportJob(
            job_id=job_id, status="COMPLETE", course=self.get(course_id), warnings=("an old one",)
        )
        return job_id


class FakeRegistrations:
    """The registrations of an application, as far as workflows ask for them.

    Attributes:
        kept: what there is, by ID.
        sent: the IDs of those that were sent, in order.
        asked: the IDs of those that were asked for, with how much of each, in order.
        on_send: called when one was sent, before it is there; it may raise.
        on_answer: called when it is there, before the answer is given; it may raise.
        on_look: called when one is asked for; it may raise.
    """

    def __init__(self) -> None:
        self.kept: dict[str, Registration] = {}
        self.sent: list[str] = []
        self.asked: list[tuple[str, Detail]] = []
        self.on_send: Callable[[], object] = lambda: None
        self.on_answer: Callable[[], object] = lambda: None
        self.on_look: Callable[[], object] = lambda: None

    def get(self, registration_id: str, detail: Detail) -> Registration:
        self.asked.append((registration_id, detail))
        self.on_look()
        if registration_id not in self.kept:
            raise NotFound(f"there is no registration {registration_id}")
        return self.kept[registration_id]

    def create(self, new: NewRegistration) -> None:
        self.sent.append(new.id)
        self.on_send()
        if new.id in self.kept:
            raise ServiceRefused("it exists", code="registration_exists")
        self.kept[new.id] = Registration(
            id=new.id, course=CourseReference(id=new.course_id), learner=Learner(id=new.learner_id)
        )
        self.on_answer()


def times(count: int, error: Exception) -> Callable[[], None]:
    """Return what raises an error when it is called the first so many times."""
    left = [error] * count

    def fail() -> None:
        if left:
            raise left.pop()

    return fail
