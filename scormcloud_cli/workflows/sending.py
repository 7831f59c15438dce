"""Sending a package to the service, and finding it there when the answer to it was lost."""

import time
from collections.abc import Callable
from dataclasses import replace

from scormcloud_cli.api.courses import Course, Courses, ImportJob
from scormcloud_cli.api.errors import NetworkFailure, NotFound
from scormcloud_cli.workflows import waiting
from scormcloud_cli.workflows.reporter import Meter, Reporter

_FIRST_LOOK, _LONGEST_LOOK = 0.1, 5.0
# How long an upload whose answer was lost is looked for, in seconds, unless told otherwise.
SETTLE = 60.0


def send(
    courses: Courses,
    course_id: str,
    start: Callable[[], str],
    *,
    before: int | None,
    accept: Callable[[Course], bool] = lambda _course: True,
    settle: float = SETTLE,
    wait: float | None,
    reporter: Reporter,
    meter: Meter,
) -> ImportJob:
    """Start an import and wait for its end. When the answer is lost, the import is looked for.

    Args:
        courses: the application's courses.
        course_id: the ID the course gets.
        start: sends the package, and returns the import job's ID.
        before: the newest version of the course before; None where there is no course.
        accept: tells whether a newer version of the course is the package that was sent.
        settle: how many seconds to look for an import whose answer was lost.
        wait: how many seconds to wait for the end of the import; None to return once it has begun.
        reporter: takes what should be known.
        meter: takes how far it is.

    Returns:
        the import with its course ID: COMPLETE, or RUNNING if it was not to be waited for.

    Raises:
        NetworkFailure: the service could not be reached, or nothing came of what was sent.
        JobFailed: the import ended in error.
        StillPending: the import has not ended in time.
        CloudError: the service refused.
    """
    try:
        job_id = start()
    except NetworkFailure as error:
        if not error.may_have_landed:
            raise
        meter.phase("looking whether it arrived")
        course = newer(courses, course_id, before, settle)
        if course is None or not accept(course):
            error.hint = f"scloud course show {course_id}   (did it arrive?)"
            raise
        reporter.notice(f"the answer was lost, but {course_id} is there")
        return ImportJob(status="COMPLETE", course_id=course_id, course=course)
    if wait is None:
        return ImportJob(job_id=job_id, status="RUNNING", course_id=course_id)
    meter.phase("processing")
    return replace(waiting.for_import(courses, job_id, wait), course_id=course_id)


def current(courses: Courses, course_id: str) -> Course | None:
    """Return a course; None where there is none."""
    try:
        return courses.get(course_id)
    except NotFound:
        return None


def newer(courses: Courses, course_id: str, before: int | None, seconds: float) -> Course | None:
    """Return a course once it has another version than before; None if it gets none in time.

    Args:
        courses: the application's courses.
        course_id: which course.
        before: the version that it had; None if there was no course.
        seconds: how long to look.
    """
    deadline = time.monotonic() + seconds
    pause = _FIRST_LOOK
    while True:
        try:
            course = current(courses, course_id)
        except NetworkFailure:
            return None  # then it is not known, and that is what will be told
        if course is not None and course.version != before:
            return course
        left = deadline - time.monotonic()
        if left <= 0:
            return None
        time.sleep(min(pause, left))
        pause = min(_LONGEST_LOOK, pause * 2)
