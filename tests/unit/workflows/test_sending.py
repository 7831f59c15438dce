from collections.abc import Callable
from typing import Any, cast

import pytest

from scormcloud_cli.api.courses import Courses, ImportJob
from scormcloud_cli.api.errors import JobFailed, NetworkFailure, ServiceRefused, StillPending
from scormcloud_cli.workflows import sending
from tests.unit.workflows.fakes import Clock, FakeCourses, Recorder, lost

Send = Callable[..., ImportJob]


@pytest.fixture
def send(courses: FakeCourses, reporter: Recorder) -> Send:
    """Send a package as the course golf."""

    def send_golf(start: Callable[[], str], **options: Any) -> ImportJob:
        options = {"before": None, "wait": 10.0, **options}
        return sending.send(
            cast(Courses, courses), "golf", start, reporter=reporter, meter=reporter, **options
        )

    return send_golf


def raising(error: Exception, before: Callable[[], object] = lambda: None) -> Callable[[], str]:
    """Return a way to send that ends in an error, after something else was done."""

    def start() -> str:
        before()
        raise error

    return start


def test_an_import_is_waited_for(send: Send, courses: FakeCourses, reporter: Recorder) -> None:
    courses.states = [ImportJob(status="RUNNING"), ImportJob(status="COMPLETE", message="ok")]
    job = send(lambda: "job-1")
    assert (job.status, job.course_id, job.message) == ("COMPLETE", "golf", "ok")
    assert reporter.phases == ["processing"]


def test_an_import_that_is_not_to_be_waited_for_runs(
    send: Send, courses: FakeCourses, reporter: Recorder
) -> None:
    job = send(lambda: "job-1", wait=None)
    assert job == ImportJob(job_id="job-1", status="RUNNING", course_id="golf")
    assert (courses.calls, reporter.phases) == ([], [])


def test_a_refusal_is_a_refusal(send: Send, clock: Clock) -> None:
    with pytest.raises(ServiceRefused):
        send(raising(ServiceRefused("no", code="course_exists")))
    assert clock.pauses == []


def test_an_import_that_failed_or_goes_on_is_told(send: Send, courses: FakeCourses) -> None:
    courses.states = [ImportJob(status="ERROR")]
    with pytest.raises(JobFailed):
        send(lambda: "job-1")
    courses.states = [ImportJob(status="RUNNING")]
    with pytest.raises(StillPending):
        send(lambda: "job-1", wait=1.0)


def test_what_certainly_did_not_arrive_is_not_looked_for(send: Send, clock: Clock) -> None:
    with pytest.raises(NetworkFailure) as failure:
        send(raising(lost(landed=False)))
    assert failure.value.hint is None
    assert clock.pauses == []


def test_when_the_answer_is_lost_the_course_is_found(
    send: Send, courses: FakeCourses, reporter: Recorder
) -> None:
    job = send(raising(lost(landed=True), before=lambda: courses.put("golf", b"package")))
    assert (job.status, job.course_id, job.job_id) == ("COMPLETE", "golf", None)
    assert job.course is not None
    assert job.course.version == 0
    assert reporter.phases == ["looking whether it arrived"]
    assert reporter.notices == ["the answer was lost, but golf is there"]


def test_the_course_is_looked_for_until_it_is_there(
    send: Send, courses: FakeCourses, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sleep(seconds: float) -> None:
        clock.now += seconds
        if clock.now > 20:
            courses.put("golf", b"package")

    monkeypatch.setattr(clock, "sleep", sleep)
    assert send(raising(lost(landed=True))).status == "COMPLETE"
    assert 20 < clock.now < 30


def test_a_version_that_was_there_before_is_not_what_was_sent(
    send: Send, courses: FakeCourses, clock: Clock
) -> None:
    courses.put("golf", b"old")
    with pytest.raises(NetworkFailure):
        send(raising(lost(landed=True)), before=0, settle=5.0)
    assert clock.now == pytest.approx(5)
    job = send(raising(lost(landed=True), before=lambda: courses.put("golf", b"new")), before=0)
    assert job.course is not None
    assert job.course.version == 1


def test_when_nothing_arrives_the_hint_says_what_to_check(send: Send, clock: Clock) -> None:
    with pytest.raises(NetworkFailure) as failure:
        send(raising(lost(landed=True)))
    assert failure.value.hint == "scloud course show golf   (did it arrive?)"
    assert clock.now == pytest.approx(sending.SETTLE)


def test_a_newer_version_that_is_something_else_is_not_taken(
    send: Send, courses: FakeCourses
) -> None:
    with pytest.raises(NetworkFailure) as failure:
        send(
            raising(lost(landed=True), before=lambda: courses.put("golf", b"another's")),
            accept=lambda _course: False,
        )
    assert "did it arrive?" in (failure.value.hint or "")


def test_where_the_service_cannot_be_asked_it_is_not_known(
    send: Send, courses: FakeCourses, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courses, "get", raising_get)
    with pytest.raises(NetworkFailure):
        send(raising(lost(landed=True)))
    assert clock.pauses == []


def raising_get(_course_id: str) -> None:
    raise lost(landed=False)


def test_a_course_that_is_not_there_is_none(courses: FakeCourses) -> None:
    assert sending.current(cast(Courses, courses), "golf") is None
    courses.put("golf", b"package")
    course = sending.current(cast(Courses, courses), "golf")
    assert course is not None
    assert course.id == "golf"
