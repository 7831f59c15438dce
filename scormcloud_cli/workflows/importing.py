"""Importing one source as a course: check it, send it, wait for the job, set title and tags."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO

from scormcloud_cli.api.courses import Courses, ImportJob, Reference
from scormcloud_cli.api.errors import ServiceRefused, UsageError
from scormcloud_cli.workflows import sources
from scormcloud_cli.workflows.reporter import Meter, Reporter
from scormcloud_cli.workflows.sending import current, send


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How a source is imported.

    Attributes:
        title: the title to give the course instead of the package's own.
        tags: tags to give it.
        new_version: add a version to a course that exists.
        skip_existing: leave a course that exists as it is.
        resume: take a course that exists for one that an earlier run sent.
        wait: how many seconds to wait for the end of the import; None to return once it has begun.
        check: check the package before sending it.
        reference: leave the media file at the URL.
        connector_id: the content connector that reaches the content.
    """

    title: str | None = None
    tags: tuple[str, ...] = ()
    new_version: bool = False
    skip_existing: bool = False
    resume: bool = False
    wait: float | None = 600.0
    check: bool = True
    reference: bool = False
    connector_id: str | None = None


def import_course(
    courses: Courses, source: str, course_id: str, options: ImportOptions, reporter: Reporter
) -> ImportJob:
    """Import one source and return how that went.

    Args:
        courses: the application's courses.
        source: a zip, a folder, a media file, or a URL for the service to fetch.
        course_id: the ID the course gets.
        options: how it is imported.
        reporter: takes the progress.

    Raises:
        UsageError: the source is missing or unreadable.
        JobFailed: it is no valid package, or its import ended in error.
        StillPending: it was not done in time.
        CloudError: the service said no, or could not be reached.
    """
    # A course that a killed run sent may stand in no journal: the kill came between the two.
    was_sent = options.resume and not options.new_version
    if (options.skip_existing or was_sent) and courses.exists(course_id):
        reporter.notice(f"course {course_id} exists; skipped")
        job = ImportJob(status="SKIPPED", course_id=course_id, course=courses.get(course_id))
        return _with_title_and_tags(courses, job, course_id, options) if was_sent else job
    with (
        _opened(source, options, reporter) as file,
        reporter.meter(f"importing {course_id}") as meter,
    ):
        before = current(courses, course_id) if options.new_version else None
        try:
            job = send(
                courses,
                course_id,
                _start(courses, source, file, course_id, options, meter),
                before=before.version if before else None,
                wait=options.wait,
                reporter=reporter,
                meter=meter,
            )
        except ServiceRefused as error:
            if error.code == "course_exists":
                error.hint = "add --new-version or --skip-existing"
            raise
    if job.status == "RUNNING":
        return job
    return _with_title_and_tags(courses, job, course_id, options)


def _with_title_and_tags(
    courses: Courses, job: ImportJob, course_id: str, options: ImportOptions
) -> ImportJob:
    """Give the course of an import its title and tags, and return the import with the course."""
    if options.title is not None:
        courses.set_title(course_id, options.title)
    if options.tags:
        courses.tags.add(course_id, options.tags)
    if job.course is None or options.title is not None or options.tags:
        job = replace(job, course=courses.get(course_id))
    return job


def _start(
    courses: Courses,
    source: str,
    file: BinaryIO | None,
    course_id: str,
    options: ImportOptions,
    meter: Meter,
) -> Callable[[], str]:
    """Return what sends the file, or has the source fetched where there is none.

    Raises:
        UsageError: only a URL can stay where it is.
    """
    new_version = options.new_version
    kind = sources.content_type(source)
    if options.connector_id is not None:
        content = Reference(connector_id=options.connector_id, content_id=source)
        return lambda: courses.import_reference(course_id, content, new_version=new_version)
    if options.reference:
        if not sources.is_url(source):
            raise UsageError("--reference takes the URL of a media file", hint="leave it out")
        media = Reference(url=source, content_type=kind)
        return lambda: courses.import_reference(course_id, media, new_version=new_version)
    if file is None:
        return lambda: courses.import_url(
            course_id, source, content_type=kind, new_version=new_version
        )
    upload = sources.upload(source, file, meter)
    return lambda: courses.import_file(course_id, upload, new_version=new_version)


@contextmanager
def _opened(source: str, options: ImportOptions, reporter: Reporter) -> Iterator[BinaryIO | None]:
    """Give the file to send, checked; None for what the service fetches or leaves."""
    if sources.is_url(source) or options.connector_id is not None:
        yield None
        return
    with sources.opened(source, reporter) as file:
        if options.check and not sources.is_media(source):
            sources.check_package(source, file, reporter)
        yield file
