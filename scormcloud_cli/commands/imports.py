"""How ``course import`` goes about one source: look at it, send it, wait for the job."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO

from scormcloud_cli.api.courses import Courses, ImportJob, Reference
from scormcloud_cli.api.errors import (
    JobFailed,
    NetworkFailure,
    ServiceRefused,
    StillPending,
    UsageFault,
)
from scormcloud_cli.commands import landing, sources, waiting
from scormcloud_cli.progress import Meter, meter
from scormcloud_cli.session import Session


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
    # What the run that is gone on with had sent, and could not note before it was killed, is there.
    was_sent = session.settings.resume and not wishes.new_version
    if (wishes.skip_existing or was_sent) and courses.exists(course_id):
        session.terminal.notice(f"course {course_id} exists; skipped")
        job = ImportJob(status="SKIPPED", course_id=course_id, course=courses.get(course_id))
        return _adorned(courses, job, course_id, wishes) if was_sent else job
    with (
        _opened(session, source, wishes) as file,
        meter(session.terminal, f"importing {course_id}") as progress,
    ):
        before = landing.current(courses, course_id) if wishes.new_version else None
        try:
            job_id = _start(courses, source, file, course_id, wishes, progress)
        except NetworkFailure as error:
            if not error.may_have_landed:
                raise
            progress.phase("looking whether it arrived")
            found = landing.newer(courses, course_id, before.version if before else None)
            if found is None:
                error.hint = f"scloud course show {course_id}   (did it arrive?)"
                raise
            session.terminal.notice(f"the answer was lost, but {course_id} is there")
            return _adorned(courses, ImportJob(status="COMPLETE", course=found), course_id, wishes)
        except ServiceRefused as error:
            if error.code == "course_exists":
                error.hint = "add --new-version or --skip-existing"
            raise
        if not wishes.wait:
            return ImportJob(job_id=job_id, status="RUNNING", course_id=course_id)
        progress.phase("processing")
        job = wait_for(courses, job_id, wishes.wait_timeout)
    return _adorned(courses, job, course_id, wishes)


def _adorned(courses: Courses, job: ImportJob, course_id: str, wishes: Wishes) -> ImportJob:
    """Give the course of an import its title and tags, and return the import with the course."""
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
    kind = sources.content_type(source)
    if wishes.reference:
        if not sources.is_url(source):
            raise UsageFault("--reference takes the URL of a media file", hint="leave it out")
        content = Reference(url=source, content_type=kind)
        return courses.import_reference(course_id, content, new_version=new_version)
    if file is None:
        return courses.import_url(
            course_id,
            source,
            content_type=kind,
            new_version=new_version,
        )
    from scormcloud_cli.api.messages import Upload

    name = sources.file_name(source)
    upload = Upload("file", file, name, sources.content_type(name), progress.bytes)
    return courses.import_file(course_id, upload, new_version=new_version)


@contextmanager
def _opened(session: Session, source: str, wishes: Wishes) -> Iterator[BinaryIO | None]:
    """Give the file to send, looked at; None for what the service fetches or leaves."""
    if sources.is_url(source) or wishes.connector_id is not None:
        yield None
        return
    with sources.opened(source) as file:
        if wishes.check and not sources.is_media(source):
            refuse_errors(session, source, file)
        yield file


def refuse_errors(session: Session, source: str, file: BinaryIO) -> None:
    """Refuse a package with errors before a byte of it is sent; tell of its warnings.

    Raises:
        JobFailed: it has errors. The first decides the code.
    """
    from scormcloud_cli.packages.check import check
    from scormcloud_cli.packages.problems import Severity

    found = check(file).problems
    errors = [problem for problem in found if problem.severity is Severity.ERROR]
    for problem in found:
        if problem.severity is Severity.WARNING:
            session.terminal.detail(f"{source}: {problem.place}: {problem.message}")
    if errors:
        first = errors[0]
        place = f"{first.place}: " if first.place else ""
        more = f" (and {len(errors) - 1} more errors)" if len(errors) > 1 else ""
        raise JobFailed(
            f"{source}: {place}{first.message}{more}",
            code=first.code,
            hint=f"scloud course check {source}; --no-check goes on all the same",
        )
