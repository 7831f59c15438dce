from typing import cast

import pytest

from scormcloud_cli.api.courses import Courses, ImportJob
from scormcloud_cli.api.errors import JobFailed, StillPending, UnexpectedAnswer
from scormcloud_cli.workflows import waiting
from tests.unit.workflows.fakes import Clock, FakeCourses

PENDING = StillPending("it goes on")
RUNNING = ImportJob(status="RUNNING")
COMPLETE = ImportJob(status="COMPLETE")


def test_a_job_that_has_ended_is_not_waited_for(clock: Clock) -> None:
    assert waiting.until(lambda: "done", lambda _job: True, 10, PENDING) == "done"
    assert clock.pauses == []


def test_a_job_is_looked_at_less_and_less_often(clock: Clock) -> None:
    waiting.until(lambda: clock.now, lambda now: now > 60, 100, PENDING)
    assert clock.pauses[:3] == [0.05, 0.1, 0.2]
    assert max(clock.pauses) == clock.pauses[-1] == 10.0


def test_it_is_looked_at_once_more_when_the_time_is_over(clock: Clock) -> None:
    assert waiting.until(lambda: clock.now, lambda now: now >= 1, 1, PENDING) == 1
    assert sum(clock.pauses) == pytest.approx(1)


@pytest.mark.parametrize("seconds", [0, 0.5, 30])
def test_a_job_that_goes_on_is_told(clock: Clock, seconds: float) -> None:
    with pytest.raises(StillPending):
        waiting.until(lambda: "running", lambda _job: False, seconds, PENDING)
    assert clock.now == pytest.approx(seconds)


def for_import(courses: FakeCourses, seconds: float = 10) -> ImportJob:
    return waiting.for_import(cast(Courses, courses), "job-1", seconds)


def test_an_import_is_waited_for_until_it_has_ended(courses: FakeCourses) -> None:
    courses.states = [RUNNING, RUNNING, COMPLETE]
    assert for_import(courses) == COMPLETE


def test_an_import_that_failed_says_why(courses: FakeCourses) -> None:
    courses.states = [RUNNING, ImportJob(status="ERROR", message="no manifest")]
    with pytest.raises(JobFailed, match="the import failed: no manifest") as failed:
        for_import(courses)
    assert failed.value.code == "import_failed"


def test_an_import_that_failed_without_a_word_is_told_so(courses: FakeCourses) -> None:
    courses.states = [ImportJob(status="ERROR")]
    with pytest.raises(JobFailed, match="the service does not say why"):
        for_import(courses)


def test_an_import_that_stands_as_none_does_is_not_taken_for_done(courses: FakeCourses) -> None:
    courses.states = [ImportJob(status="ABANDONED")]
    with pytest.raises(UnexpectedAnswer, match="ABANDONED"):
        for_import(courses)


def test_an_import_that_goes_on_is_told_with_the_way_on(courses: FakeCourses) -> None:
    courses.states = [RUNNING]
    with pytest.raises(StillPending, match="import job-1 is not done after 2 s") as pending:
        for_import(courses, 2)
    assert pending.value.hint == "scloud course job job-1 --wait"
