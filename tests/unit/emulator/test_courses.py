import json

import pytest

from scormcloud_cli.emulator import configuration, courses, registrations, tags
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import APP_ID, Emulator
from tests.unit.emulator.conftest import Clock, add_course, register


def test_versions_are_counted_from_0(emulator: Emulator) -> None:
    assert [add_course(emulator), add_course(emulator), add_course(emulator, "other")] == [0, 1, 0]


def test_a_course_is_titled_as_its_newest_version(emulator: Emulator) -> None:
    add_course(emulator, title="Golf")
    add_course(emulator, title="Golf, second edition")
    database = emulator.store.reading()
    assert courses.get(database, APP_ID, "golf")["title"] == "Golf, second edition"
    assert courses.get(database, APP_ID, "golf", 0)["version_title"] == "Golf"


def test_metadata_and_activities_are_kept_as_json(emulator: Emulator) -> None:
    add_course(emulator, metadata={"title": "Golf", "keywords": ["sport"]})
    row = courses.get(emulator.store.reading(), APP_ID, "golf")
    assert json.loads(row["metadata"]) == {"title": "Golf", "keywords": ["sport"]}
    assert json.loads(row["root_activity"])["itemIdentifier"] == "root"


@pytest.mark.parametrize("version", [None, 1])
def test_what_there_is_not_is_refused(emulator: Emulator, version: int | None) -> None:
    add_course(emulator, "other")
    for look in (courses.get, courses.version):
        with pytest.raises(Refusal, match=r"Could not find course \[golf\]") as refused:
            look(emulator.store.reading(), APP_ID, "golf", version)
        assert (refused.value.status, refused.value.kind) == (404, "course")


def test_a_new_title_is_the_newest_versions(emulator: Emulator, clock: Clock) -> None:
    add_course(emulator)
    add_course(emulator)
    clock.forward(seconds=1)
    courses.set_title(emulator, APP_ID, "golf", "Golf for all")
    old, new = courses.all_versions(emulator.store.reading(), APP_ID, "golf")
    assert (old["version_title"], new["version_title"]) == ("Golf", "Golf for all")
    assert new["updated"] == new["version_updated"] > old["version_updated"]


def test_deleting_a_version_leaves_the_others(emulator: Emulator) -> None:
    add_course(emulator, title="First")
    add_course(emulator, title="Second")
    file = courses.get(emulator.store.reading(), APP_ID, "golf")["file"]
    courses.delete(emulator, APP_ID, "golf", 1)
    row = courses.get(emulator.store.reading(), APP_ID, "golf")
    assert (row["version"], row["title"]) == (0, "First")
    assert not (emulator.packages / file).exists()


def test_the_newest_version_can_be_deleted_without_its_number(emulator: Emulator) -> None:
    add_course(emulator)
    add_course(emulator)
    courses.delete(emulator, APP_ID, "golf", newest=True)
    assert courses.version(emulator.store.reading(), APP_ID, "golf") == 0


def test_the_last_version_takes_the_course_with_it(emulator: Emulator) -> None:
    add_course(emulator)
    courses.delete(emulator, APP_ID, "golf", 0)
    assert not courses.exists(emulator.store.reading(), APP_ID, "golf")


def test_deleting_a_course_takes_registrations_tags_settings_and_files(emulator: Emulator) -> None:
    add_course(emulator)
    register(emulator, tags={"course": ["sport"], "registration": ["spring"]})
    level = ("course", "golf")
    settings = {"PlayerAlwaysFlowToFirstSco": "false"}
    configuration.change(emulator, APP_ID, lambda: [level], settings)
    courses.delete(emulator, APP_ID, "golf")
    database = emulator.store.reading()
    assert not registrations.exists(database, APP_ID, "ann")
    assert tags.get(database, APP_ID, "course", "golf") == []
    assert tags.get(database, APP_ID, "registration", "ann") == []
    assert configuration.explicit(database, APP_ID, level) == {}
    assert list(emulator.packages.iterdir()) == []


def test_courses_are_listed_by_their_ids(emulator: Emulator) -> None:
    for course_id in ("b", "a", "c"):
        add_course(emulator, course_id)
    rows = courses.all_of(emulator.store.reading(), APP_ID)
    assert [row["id"] for row in rows] == ["a", "b", "c"]
