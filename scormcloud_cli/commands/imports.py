"""How ``course import`` goes about one source: look at it, send it, wait for the job."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from scormcloud_cli.api.courses import Courses, ImportJob, Reference
from scormcloud_cli.api.errors import (
    JobFailed,
    NetworkFailure,
    ServiceRefused,
    StillPending,
    UsageFault,
)
from scormcloud_cli.commands import waiting
from scormcloud_cli.progress import Meter, meter
from scormcloud_cli.session import Session

MEDIA_TYPES = {".pdf": "application/pdf", ".mp3": "audio/mpeg", ".mp4": "video/mp4"}
_ZIP = "application/zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the options of ``course import`` ask for.

    Attributes:
        title: the title to give the course instead of the package's own.
        tags: tags to give it.
        new_version: add a version to a course that exists.
        skip_existing: leave a course that exists as it is.
        wait: stay until the import has ended.
        wait_timeout: for so many seconds at most.
        check: look at the package before sending it.
        reference: leave the media file at the URL.
        connector_id: the content connector that reaches the content.
    """

    title: str | None
    tags: tuple[str, ...]
    new_version: bool
    skip_existing: bool
    wait: bool
    wait_timeout: float
    check: bool
    reference: bool
    connector_id: str | None


def is_url(source: str) -> bool:
    """Say whether a source is for the service to fetch."""
    return source.startswith(("https://", "http://"))


def last_part(source: str) -> str:
    """Return the name of the file or folder that a path or URL leads to."""
    path = unquote(urlsplit(source).path) if is_url(source) else str(Path(source).absolute())
    return re.split(r"[/\\]", path.rstrip("/"))[-1]


def default_id(source: str) -> str:
    """Return the ID a course gets unless one is chosen: the file's name, made safe.

    Raises:
        UsageFault: nothing of the name can stand in an ID.
    """
    name = last_part(source)
    stem = name if Path(source).is_dir() else Path(name).stem
    safe = re.sub(r"[^\w.-]+", "-", stem).strip("-.")
    if not safe:
        raise UsageFault(f"no course ID can be made of {source!r}", hint="give one with --id")
    return safe


def import_course(
    session: Session, courses: Courses, source: str, course_id: str, wishes: Wishes
) -> ImportJob:
    """Import one source and return how that went.

    Args:
        session: for the terminal.
        courses: the application's courses.
        source: a zip, a folder, a media file, or a URL for the service to fetch.
        course_id: the ID the course gets.
        wishes: what the options ask for.

    Raises:
        UsageFault: the source is missing or unreadable.
        JobFailed: it is no valid package, or its import ended in error.
        StillPending: it was not done in time.
        CloudError: the service said no, or could not be reached.
    """
    if wishes.skip_existing and courses.exists(course_id):
        session.terminal.notice(f"course {course_id} exists; skipped")
        return ImportJob(status="SKIPPED", course_id=course_id, course=courses.get(course_id))
    with (
        _opened(session, source, wishes) as file,
        meter(session.terminal, f"importing {course_id}") as progress,
    ):
        try:
            job_id = _start(courses, source, file, course_id, wishes, progress)
        except NetworkFailure as error:
            if error.may_have_landed:
                error.hint = f"scloud course show {course_id}   (did it arrive?)"
            raise
        except ServiceRefused as error:
            if error.code == "course_exists":
                error.hint = "add --new-version or --skip-existing"
            raise
        if not wishes.wait:
            return ImportJob(job_id=job_id, status="RUNNING", course_id=course_id)
        progress.phase("processing")
        job = wait_for(courses, job_id, wishes.wait_timeout)
    job = replace(job, course_id=course_id)
    if wishes.title is not None:
        courses.set_title(course_id, wishes.title)
    if wishes.tags:
        courses.tags.add(course_id, wishes.tags)
    if job.course is None or wishes.title is not None or wishes.tags:
        job = replace(job, course=courses.get(course_id))
    return job


def wait_for(courses: Courses, job_id: str, timeout: float) -> ImportJob:
    """Wait until an import has ended well.

    Args:
        courses: the application's courses.
        job_id: which import.
        timeout: seconds to wait at most.

    Raises:
        JobFailed: it ended in error.
        StillPending: it has not ended in time.
    """
    job = waiting.until(
        lambda: courses.job(job_id),
        lambda job: job.status != "RUNNING",
        timeout,
        StillPending(
            f"import {job_id} is not done after {timeout:g} s; it goes on",
            hint=f"scloud course job {job_id} --wait",
        ),
    )
    if job.status == "ERROR":
        raise failed(job)
    return job


def failed(job: ImportJob) -> JobFailed:
    """Return what to raise for an import that ended in error."""
    return JobFailed(
        f"the import failed: {job.message or 'the service does not say why'}", code="import_failed"
    )


def _start(
    courses: Courses,
    source: str,
    file: BinaryIO | None,
    course_id: str,
    wishes: Wishes,
    progress: Meter,
) -> str:
    """Send the file, or have the source fetched where there is none; return the job's ID."""
    new_version = wishes.new_version
    if wishes.connector_id is not None:
        content = Reference(connector_id=wishes.connector_id, content_id=source)
        return courses.import_reference(course_id, content, new_version=new_version)
    if wishes.reference:
        if not is_url(source):
            raise UsageFault("--reference takes the URL of a media file", hint="leave it out")
        kind = _content_type(urlsplit(source).path)
        content = Reference(url=source, content_type=kind)
        return courses.import_reference(course_id, content, new_version=new_version)
    if file is None:
        return courses.import_url(
            course_id,
            source,
            content_type=_content_type(urlsplit(source).path),
            new_version=new_version,
        )
    from scormcloud_cli.api.transport import Upload

    path = Path(source)
    name = path.absolute().name + ".zip" if path.is_dir() else path.name
    upload = Upload("file", file, name, _content_type(name), progress.bytes)
    return courses.import_file(course_id, upload, new_version=new_version)


def _content_type(path: str) -> str:
    return MEDIA_TYPES.get(Path(path).suffix.lower(), _ZIP)


@contextmanager
def _opened(session: Session, source: str, wishes: Wishes) -> Iterator[BinaryIO | None]:
    """Give the file to send, looked at: itself, a zip made of a folder, or None for a URL."""
    path = Path(source)
    if is_url(source) or wishes.connector_id is not None:
        yield None
        return
    with _packed(path) if path.is_dir() else _plain(path) as file:
        if wishes.check and (path.is_dir() or _content_type(source) == _ZIP):
            _check(session, path, file)
        yield file


@contextmanager
def _packed(folder: Path) -> Iterator[BinaryIO]:
    from scormcloud_cli.packages.zipping import zip_folder

    with tempfile.TemporaryFile() as file:
        zip_folder(folder, file)
        file.seek(0)
        yield file


def _plain(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise UsageFault(f"there is no file {path}", code="file_not_found") from None
    except OSError as error:
        raise UsageFault(f"cannot read {path}: {error.strerror}", code="file_unreadable") from None


def _check(session: Session, path: Path, file: BinaryIO) -> None:
    """Refuse what is no package before a byte of it is sent."""
    from scormcloud_cli.packages import InvalidPackage, read_package

    try:
        package = read_package(file)
    except InvalidPackage as problem:
        raise JobFailed(
            f"{path}: {problem}",
            code=problem.code,
            hint="mend the package; --no-check sends it as it is",
        ) from None
    for warning in package.warnings:
        session.terminal.detail(f"{path}: {warning}")
