"""Waiting for a job of the service to end."""

import time
from collections.abc import Callable
from typing import TypeVar

from scormcloud_cli.api.courses import Courses, ImportJob
from scormcloud_cli.api.errors import JobFailed, StillPending, UnexpectedAnswer

Job = TypeVar("Job")

# How long to wait between two looks at a job, in seconds: it grows from the first to the last.
_FIRST_LOOK = 0.05
_LONGEST_LOOK = 10.0
_GROWTH = 2.0


def until(
    look: Callable[[], Job], ended: Callable[[Job], bool], seconds: float, pending: StillPending
) -> Job:
    """Ask for a job until it has ended, at growing intervals, and return how it ended.

    Args:
        look: asks the service for the job.
        ended: tells whether it has ended, well or not.
        seconds: how long to wait at most.
        pending: what to raise after that.

    Raises:
        StillPending: the job goes on.
    """
    deadline = time.monotonic() + seconds
    pause = _FIRST_LOOK
    while True:
        job = look()
        if ended(job):
            return job
        left = deadline - time.monotonic()
        if left <= 0:
            raise pending
        time.sleep(min(pause, left))
        pause = min(_LONGEST_LOOK, pause * _GROWTH)


def for_import(courses: Courses, job_id: str, seconds: float) -> ImportJob:
    """Wait until an import has ended well.

    Args:
        courses: the application's courses.
        job_id: which import.
        seconds: how long to wait at most.

    Raises:
        JobFailed: it ended in error.
        StillPending: it has not ended in time.
    """
    job = until(
        lambda: courses.job(job_id),
        lambda job: job.status != "RUNNING",
        seconds,
        StillPending(
            f"import {job_id} is not done after {seconds:g} s; it goes on",
            hint=f"scloud course job {job_id} --wait",
        ),
    )
    check_import(job)
    return job


def check_import(job: ImportJob) -> None:
    """Check that an import has not failed.

    Raises:
        JobFailed: it ended in error.
        UnexpectedAnswer: it stands as none does.
    """
    if job.status == "ERROR":
        raise JobFailed(
            f"the import failed: {job.message or 'the service does not say why'}",
            code="import_failed",
        )
    if job.status not in ("RUNNING", "COMPLETE"):
        raise UnexpectedAnswer(f"nothing is known of an import that is {job.status!r}")
