from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from scormcloud_cli.api.courses import Courses
from scormcloud_cli.api.errors import JobFailed, NetworkFailure, Planned, ServiceRefused
from scormcloud_cli.packages.fingerprint import fingerprint
from scormcloud_cli.workflows import publishing
from scormcloud_cli.workflows.course_settings import CourseSettings
from tests.support.environs import SAMPLES
from tests.unit.workflows.fakes import Clock, FakeCourses, Recorder, lost, times

PACKAGE = SAMPLES / "scorm12.zip"
OTHER = SAMPLES / "scorm2004-4th.zip"
MARK = fingerprint(PACKAGE)[:32]

Publish = Callable[..., dict[str, Any]]


@pytest.fixture
def publish(courses: FakeCourses, reporter: Recorder) -> Publish:
    """Publish a package as the course golf."""

    def publish_golf(
        source: Path = PACKAGE, settings: CourseSettings | None = None, **options: Any
    ) -> dict[str, Any]:
        return publishing.publish(
            cast(Courses, courses),
            str(source),
            "golf",
            settings or CourseSettings(),
            reporter,
            **options,
        )

    return publish_golf


def sent(courses: FakeCourses) -> list[Any]:
    """Return which of what was sent was to be a new version."""
    return [call[3] for call in courses.calls if call[0] == "import_file"]


def test_a_course_that_there_is_not_is_created(publish: Publish, courses: FakeCourses) -> None:
    record = publish()
    assert (record["courseId"], record["version"], record["action"]) == ("golf", 0, "created")
    assert (record["title"], record["changed"]) == ("Golf", [])
    assert record["fingerprint"] == fingerprint(PACKAGE)
    assert record["warnings"] == ["an old one"]
    assert courses.tags.get("golf") == [f"scloud:0:{MARK}"]


def test_what_is_there_already_is_not_sent_again(publish: Publish, courses: FakeCourses) -> None:
    publish()
    record = publish()
    assert record["action"] == "unchanged"
    assert "warnings" not in record
    assert sent(courses) == [False]


def test_what_is_new_becomes_a_version(publish: Publish, courses: FakeCourses) -> None:
    publish()
    record = publish(OTHER)
    assert (record["version"], record["action"]) == (1, "updated")
    assert courses.tags.get("golf") == [f"scloud:1:{fingerprint(OTHER)[:32]}"]


def test_tags_of_others_stay(publish: Publish, courses: FakeCourses) -> None:
    publish()
    courses.tags.add("golf", ["sport"])
    publish(OTHER)
    assert "sport" in courses.tags.get("golf")


def test_a_course_that_somebody_else_sent_is_downloaded_and_compared(
    publish: Publish, courses: FakeCourses
) -> None:
    courses.put("golf", PACKAGE.read_bytes())
    assert publish()["action"] == "unchanged"
    assert ("download", "golf") in courses.calls
    assert courses.tags.get("golf") == [f"scloud:0:{MARK}"]


def test_a_course_with_other_files_is_not_downloaded_to_be_compared(
    publish: Publish, courses: FakeCourses
) -> None:
    courses.put("golf", OTHER.read_bytes())
    assert publish()["action"] == "updated"
    assert ("download", "golf") not in courses.calls


def test_a_mark_of_another_version_does_not_count(publish: Publish, courses: FakeCourses) -> None:
    publish()
    courses.put("golf", OTHER.read_bytes())
    assert publish()["action"] == "updated"
    assert len(courses.packages["golf"]) == 3


def test_what_an_earlier_run_was_sending_is_looked_for_before_it_is_sent(
    publish: Publish, courses: FakeCourses, reporter: Recorder, clock: Clock
) -> None:
    courses.put("golf", OTHER.read_bytes())
    courses.tags.add("golf", [f"scloud:sending:{MARK}"])
    assert publish(settle=7.0)["action"] == "updated"
    assert sent(courses) == [True]
    assert clock.now >= 7
    assert reporter.notices == ["an earlier run was sending this; looking for it for 7 s"]
    assert courses.tags.get("golf") == [f"scloud:1:{MARK}"]


def test_what_an_earlier_run_was_sending_and_arrives_is_not_sent_again(
    publish: Publish, courses: FakeCourses, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    courses.put("golf", OTHER.read_bytes())
    courses.tags.add("golf", [f"scloud:sending:{MARK}"])

    def sleep(seconds: float) -> None:
        clock.now += seconds
        if len(courses.packages["golf"]) == 1:
            courses.put("golf", PACKAGE.read_bytes())

    monkeypatch.setattr(clock, "sleep", sleep)
    assert publish()["action"] == "updated"
    assert sent(courses) == []
    assert courses.tags.get("golf") == [f"scloud:1:{MARK}"]


def test_when_the_answer_to_a_version_is_lost_it_is_found(
    publish: Publish, courses: FakeCourses, reporter: Recorder
) -> None:
    publish()
    courses.on_answer = times(1, lost(landed=True))
    assert publish(OTHER)["action"] == "updated"
    assert len(courses.packages["golf"]) == 2
    assert "the answer was lost, but golf is there" in reporter.notices


def test_when_a_version_did_not_arrive_the_next_run_knows_that_it_was_sent(
    publish: Publish, courses: FakeCourses
) -> None:
    publish()
    courses.on_send = times(1, lost(landed=True))
    with pytest.raises(NetworkFailure):
        publish(OTHER)
    assert f"scloud:sending:{fingerprint(OTHER)[:32]}" in courses.tags.get("golf")


def test_a_course_that_came_to_be_meanwhile_is_taken_if_it_is_the_same(
    publish: Publish, courses: FakeCourses
) -> None:
    exists = ServiceRefused("it exists", code="course_exists")

    def meanwhile() -> None:
        courses.put("golf", PACKAGE.read_bytes())
        raise exists

    courses.on_send = meanwhile
    assert publish()["action"] == "created"
    assert len(courses.packages["golf"]) == 1


def test_a_course_that_came_to_be_meanwhile_and_is_another_is_refused(
    publish: Publish, courses: FakeCourses
) -> None:
    exists = ServiceRefused("it exists", code="course_exists")

    def meanwhile() -> None:
        courses.put("golf", OTHER.read_bytes())
        raise exists

    courses.on_send = meanwhile
    with pytest.raises(ServiceRefused):
        publish()


def test_title_tags_and_settings_are_set_where_they_differ(
    publish: Publish, courses: FakeCourses
) -> None:
    settings = CourseSettings(title="Golf for all", tags=("sport",), settings={"A": "1"})
    record = publish(settings=settings)
    assert record["changed"] == ["title", "tags", "settings"]
    assert record["title"] == courses.titles["golf"] == "Golf for all"
    assert courses.tags.get("golf") == [f"scloud:0:{MARK}", "sport"]
    assert courses.settings.kept == {"golf": {"A": "1"}}
    assert publish(settings=settings)["changed"] == []


def test_only_the_settings_that_differ_are_set(publish: Publish, courses: FakeCourses) -> None:
    courses.settings.set("golf", {"A": "1", "B": "1"})
    publish(settings=CourseSettings(settings={"A": "1", "B": "2"}))
    assert courses.settings.kept == {"golf": {"A": "1", "B": "2"}}


def test_what_is_wrong_with_a_package_is_told_before_anything_is_asked(
    publish: Publish, courses: FakeCourses
) -> None:
    with pytest.raises(JobFailed):
        publish(SAMPLES / "broken.zip")
    assert courses.calls == []


def test_a_media_file_is_published_by_its_bytes(
    publish: Publish, courses: FakeCourses, tmp_path: Path
) -> None:
    talk = tmp_path / "talk.mp4"
    talk.write_bytes(b"talk")
    assert publish(talk)["action"] == "created"
    assert publish(talk)["action"] == "unchanged"
    courses.tags.kept.clear()
    assert publish(talk)["action"] == "unchanged"
    talk.write_bytes(b"another talk")
    assert publish(talk)["action"] == "updated"


def test_a_folder_is_the_same_as_its_zip(
    publish: Publish, courses: FakeCourses, folder: Path
) -> None:
    publish()
    assert publish(folder)["action"] == "unchanged"


def test_a_dry_run_marks_nothing(publish: Publish, courses: FakeCourses) -> None:
    courses.put("golf", OTHER.read_bytes())
    courses.on_send = times(1, Planned([{"operation": "import"}]))
    with pytest.raises(Planned):
        publish(dry_run=True)
    assert courses.tags.get("golf") == []
