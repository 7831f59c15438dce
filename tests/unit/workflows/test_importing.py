from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from scormcloud_cli.api.courses import Courses, ImportJob, Reference
from scormcloud_cli.api.errors import JobFailed, NetworkFailure, ServiceRefused, UsageError
from scormcloud_cli.workflows.importing import ImportOptions, import_course
from tests.support.environs import SAMPLES
from tests.unit.workflows.fakes import FakeCourses, Recorder, lost, times

PACKAGE = str(SAMPLES / "scorm12.zip")
BROKEN = str(SAMPLES / "broken.zip")
URL = "https://files.example/golf.zip"
MEDIA_URL = "https://files.example/golf.mp4"

Import = Callable[..., ImportJob]


@pytest.fixture
def import_(courses: FakeCourses, reporter: Recorder) -> Import:
    """Import a source as the course golf."""

    def import_golf(source: str = PACKAGE, **options: Any) -> ImportJob:
        return import_course(
            cast(Courses, courses), source, "golf", ImportOptions(**options), reporter
        )

    return import_golf


def test_a_package_is_sent_and_waited_for(
    import_: Import, courses: FakeCourses, reporter: Recorder
) -> None:
    job = import_()
    assert (job.status, job.course_id, job.warnings) == ("COMPLETE", "golf", ("an old one",))
    assert job.course is not None
    assert courses.packages["golf"] == [Path(PACKAGE).read_bytes()]
    assert courses.calls == [("import_file", "golf", "scorm12.zip", False)]
    assert (reporter.meters, reporter.phases) == (["importing golf"], ["processing"])
    size = Path(PACKAGE).stat().st_size
    assert reporter.sent == [(size, size)]


def test_a_folder_is_zipped_on_the_way(import_: Import, courses: FakeCourses, folder: Path) -> None:
    import_(str(folder))
    assert courses.calls == [("import_file", "golf", "golf.zip", False)]


def test_a_media_file_is_sent_as_it_is(
    import_: Import, courses: FakeCourses, tmp_path: Path
) -> None:
    (tmp_path / "talk.mp4").write_bytes(b"no package")
    import_(str(tmp_path / "talk.mp4"))
    assert courses.packages["golf"] == [b"no package"]


def test_what_is_wrong_with_a_package_is_told_before_it_is_sent(
    import_: Import, courses: FakeCourses
) -> None:
    with pytest.raises(JobFailed) as failed:
        import_(BROKEN)
    assert "scloud course check" in (failed.value.hint or "")
    assert courses.calls == []


def test_a_package_that_is_not_to_be_checked_is_sent(import_: Import, courses: FakeCourses) -> None:
    import_(BROKEN, check=False)
    assert courses.calls == [("import_file", "golf", "broken.zip", False)]


@pytest.mark.parametrize("source", ["missing.zip", "missing.mp4"])
def test_a_file_that_is_missing_is_refused(
    import_: Import, courses: FakeCourses, tmp_path: Path, source: str
) -> None:
    with pytest.raises(UsageError) as refused:
        import_(str(tmp_path / source))
    assert refused.value.code == "file_not_found"
    assert courses.calls == []


@pytest.mark.parametrize(
    ("url", "content_type"), [(URL, "application/zip"), (MEDIA_URL, "video/mp4")]
)
def test_a_url_is_fetched_by_the_service(
    import_: Import, courses: FakeCourses, url: str, content_type: str
) -> None:
    import_(url)
    assert courses.calls == [("import_url", "golf", url, content_type, False)]


def test_a_media_file_may_stay_at_its_url(import_: Import, courses: FakeCourses) -> None:
    import_(MEDIA_URL, reference=True)
    reference = Reference(url=MEDIA_URL, content_type="video/mp4")
    assert courses.calls == [("import_reference", "golf", reference, False)]


def test_only_a_url_can_stay_where_it_is(import_: Import, courses: FakeCourses) -> None:
    with pytest.raises(UsageError, match="--reference takes the URL"):
        import_(PACKAGE, reference=True)
    assert courses.calls == []


def test_content_may_stay_behind_a_connector(import_: Import, courses: FakeCourses) -> None:
    import_("lesson-7", connector_id="shelf", new_version=True)
    reference = Reference(connector_id="shelf", content_id="lesson-7")
    assert courses.calls == [("import_reference", "golf", reference, True)]


def test_a_course_that_exists_is_refused_with_the_ways_on(
    import_: Import, courses: FakeCourses
) -> None:
    courses.put("golf", b"old")
    with pytest.raises(ServiceRefused) as refused:
        import_()
    assert refused.value.hint == "add --new-version or --skip-existing"


def test_a_course_that_exists_gets_a_new_version(import_: Import, courses: FakeCourses) -> None:
    courses.put("golf", b"old")
    job = import_(new_version=True)
    assert job.course is not None
    assert job.course.version == 1


def test_a_course_that_exists_is_left_as_it_is(
    import_: Import, courses: FakeCourses, reporter: Recorder
) -> None:
    courses.put("golf", b"old")
    job = import_(skip_existing=True, title="New", tags=("sport",))
    assert job.status == "SKIPPED"
    assert job.course == courses.get("golf")
    assert courses.calls == []
    assert courses.tags.get("golf") == []
    assert reporter.notices == ["course golf exists; skipped"]


@pytest.mark.parametrize("option", ["skip_existing", "resume"])
def test_a_course_that_does_not_exist_is_sent_all_the_same(
    import_: Import, courses: FakeCourses, option: str
) -> None:
    assert import_(**{option: True}).status == "COMPLETE"
    assert courses.exists("golf")


def test_what_an_earlier_run_has_sent_gets_its_title_and_tags(
    import_: Import, courses: FakeCourses
) -> None:
    courses.put("golf", b"sent by a run that was killed")
    job = import_(resume=True, title="Golf for all", tags=("sport",))
    assert job.status == "SKIPPED"
    assert job.course is not None
    assert (job.course.title, job.course.tags) == ("Golf for all", ("sport",))
    assert courses.calls == [("set_title", "golf", "Golf for all")]


def test_a_new_version_is_sent_again_by_a_run_that_goes_on(
    import_: Import, courses: FakeCourses
) -> None:
    courses.put("golf", b"the version before, or the one that was sent: nobody knows")
    import_(resume=True, new_version=True)
    assert len(courses.packages["golf"]) == 2


def test_title_and_tags_are_set_once_the_import_has_ended(
    import_: Import, courses: FakeCourses
) -> None:
    job = import_(title="Golf for all", tags=("sport", "2026"))
    assert [call[0] for call in courses.calls] == ["import_file", "set_title"]
    assert job.course is not None
    assert (job.course.title, job.course.tags) == ("Golf for all", ("2026", "sport"))


def test_tags_are_added_to_those_that_a_course_has(import_: Import, courses: FakeCourses) -> None:
    courses.put("golf", b"old")
    courses.tags.set("golf", ["old"])
    import_(new_version=True, tags=("new",))
    assert courses.tags.get("golf") == ["new", "old"]


def test_an_import_is_not_waited_for_if_nobody_wants_to(
    import_: Import, courses: FakeCourses, reporter: Recorder
) -> None:
    job = import_(wait=None)
    assert (job.status, job.course_id, job.course) == ("RUNNING", "golf", None)
    assert job.job_id is not None
    assert reporter.phases == []


def test_a_job_that_tells_no_course_is_told_with_it(import_: Import, courses: FakeCourses) -> None:
    courses.states = [ImportJob(status="COMPLETE")]
    assert import_().course == courses.get("golf")


@pytest.mark.parametrize("new_version", [False, True])
def test_when_the_answer_is_lost_the_course_is_found_and_finished(
    import_: Import, courses: FakeCourses, reporter: Recorder, new_version: bool
) -> None:
    if new_version:
        courses.put("golf", b"old")
    courses.on_answer = times(1, lost(landed=True))
    job = import_(new_version=new_version, title="Golf for all")
    assert job.status == "COMPLETE"
    assert job.course is not None
    assert job.course.title == "Golf for all"
    assert reporter.notices == ["the answer was lost, but golf is there"]


def test_a_lost_answer_to_what_did_not_arrive_is_a_failure(
    import_: Import, courses: FakeCourses
) -> None:
    courses.on_send = times(1, lost(landed=True))
    with pytest.raises(NetworkFailure) as failure:
        import_()
    assert "did it arrive?" in (failure.value.hint or "")
