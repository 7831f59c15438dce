import json

import pytest

from scormcloud_cli.emulator import configuration, lists, registrations, tags
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import APP_ID, Emulator
from tests.unit.emulator.conftest import Clock, add_course, register


@pytest.fixture(autouse=True)
def _golf(emulator: Emulator) -> None:
    add_course(emulator)


def instance_numbers(emulator: Emulator) -> list[int]:
    rows = registrations.instances(emulator.store.reading(), APP_ID, "ann")
    return [row["instance"] for row in rows]


def add_launch(emulator: Emulator, launch_id: str, instance: int = 0) -> None:
    with emulator.store.writing() as database:
        database.execute(
            "INSERT INTO launches (id, app_id, registration_id, instance, launched, updated) "
            "VALUES (?, ?, 'ann', ?, ?, ?)",
            (launch_id, APP_ID, instance, emulator.now(), emulator.now()),
        )


def test_a_registration_begins_with_instance_0_of_the_newest_version(emulator: Emulator) -> None:
    add_course(emulator)
    register(emulator)
    row = registrations.get(emulator.store.reading(), APP_ID, "ann")
    assert (row["instance"], row["version"], row["completion"]) == (0, 1, "UNKNOWN")
    assert (row["learner_id"], row["first_name"]) == ("ann@example.org", "Ann")


def test_a_registration_may_be_for_an_older_version(emulator: Emulator) -> None:
    add_course(emulator)
    register(emulator, version=0)
    assert registrations.get(emulator.store.reading(), APP_ID, "ann")["version"] == 0


def test_an_id_is_given_once(emulator: Emulator) -> None:
    register(emulator)
    with pytest.raises(Refusal, match="already exists") as refused:
        register(emulator, learner_id="bob")
    assert refused.value.kind == "exists"


def test_a_refused_registration_leaves_no_learner(emulator: Emulator) -> None:
    with pytest.raises(Refusal, match="Could not find course"):
        register(emulator, course_id="nothing", learner_id="bob")
    query = "SELECT count(*) FROM learners"
    assert emulator.store.reading().execute(query).fetchone()[0] == 0


def test_what_is_not_told_of_a_learner_anew_stays_known(emulator: Emulator) -> None:
    register(emulator, email="ann@example.org")
    register(emulator, "again", first_name=None, last_name="Miller", email=None)
    row = registrations.get(emulator.store.reading(), APP_ID, "ann")
    assert (row["email"], row["first_name"], row["last_name"]) == (
        *("ann@example.org", "Ann", "Miller"),
    )


def test_tags_and_settings_come_with_a_registration(emulator: Emulator) -> None:
    settings = {"PlayerAlwaysFlowToFirstSco": "false"}
    register(emulator, tags={"registration": ["a"], "learner": ["b"]}, settings=settings)
    database = emulator.store.reading()
    assert tags.get(database, APP_ID, "registration", "ann") == ["a"]
    assert tags.get(database, APP_ID, "learner", "ann@example.org") == ["b"]
    assert configuration.explicit(database, APP_ID, ("registration", "ann")) == settings


def test_a_registration_may_begin_with_results(emulator: Emulator) -> None:
    state = registrations.State(
        completion="COMPLETED",
        success="PASSED",
        score=80.0,
        seconds=12.5,
        activities={"root": {"attempts": 1}},
    )
    register(emulator, state=state)
    row = registrations.get(emulator.store.reading(), APP_ID, "ann")
    assert (row["completion"], row["success"], row["score"]) == ("COMPLETED", "PASSED", 80.0)
    assert json.loads(row["activities"]) == {"root": {"attempts": 1}}


def test_a_new_instance_is_on_the_newest_version(emulator: Emulator) -> None:
    register(emulator)
    add_course(emulator)
    assert registrations.add_instance(emulator, APP_ID, "ann") == 1
    database = emulator.store.reading()
    assert registrations.get(database, APP_ID, "ann")["version"] == 1
    assert registrations.get(database, APP_ID, "ann", 0)["version"] == 0


def test_one_instance_can_be_deleted_with_its_launches(emulator: Emulator) -> None:
    register(emulator)
    registrations.add_instance(emulator, APP_ID, "ann")
    add_launch(emulator, "first", 0)
    add_launch(emulator, "second", 1)
    registrations.delete(emulator, APP_ID, "ann", 0)
    assert instance_numbers(emulator) == [1]
    rows = registrations.launches(emulator.store.reading(), APP_ID, "ann")
    assert [row["id"] for row in rows] == ["second"]


def test_the_newest_instance_can_be_deleted_without_its_number(emulator: Emulator) -> None:
    register(emulator)
    registrations.add_instance(emulator, APP_ID, "ann")
    registrations.delete(emulator, APP_ID, "ann", newest=True)
    assert instance_numbers(emulator) == [0]


@pytest.mark.parametrize("instance", [None, 0])
def test_the_last_instance_takes_the_registration_with_it(
    emulator: Emulator, instance: int | None
) -> None:
    register(emulator)
    registrations.delete(emulator, APP_ID, "ann", instance)
    assert not registrations.exists(emulator.store.reading(), APP_ID, "ann")


def test_a_reset_throws_results_and_launches_away(emulator: Emulator) -> None:
    register(emulator)
    registrations.add_instance(emulator, APP_ID, "ann")
    add_launch(emulator, "first")
    add_course(emulator)
    registrations.reset(emulator, APP_ID, "ann")
    assert instance_numbers(emulator) == [0]
    database = emulator.store.reading()
    assert registrations.get(database, APP_ID, "ann")["version"] == 1
    assert registrations.launches(database, APP_ID, "ann") == []


def test_a_launch_of_another_application_is_not_found(emulator: Emulator) -> None:
    register(emulator)
    add_launch(emulator, "first")
    assert registrations.launch(emulator.store.reading(), APP_ID, "first")["instance"] == 0
    with pytest.raises(Refusal, match="Could not find launch"):
        registrations.launch(emulator.store.reading(), "other", "first")


def test_a_learners_newest_registration_for_a_course(emulator: Emulator, clock: Clock) -> None:
    for registration_id in ("first", "second"):
        register(emulator, registration_id)
        clock.forward(seconds=1)
    database = emulator.store.reading()
    learner_id = "ann@example.org"
    newest = registrations.newest_of_learner(database, APP_ID, "golf", learner_id)
    assert newest == "second"
    assert registrations.newest_of_learner(database, APP_ID, "golf", "bob") is None


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        ({"learner_id": "bob"}, {"b"}),
        ({"course_id": "golf"}, {"a", "b"}),
        ({"updated_after": "2026-01-31T12:00:00.000Z"}, {"b"}),
        ({"updated_until": "2026-01-31T12:00:00.000Z"}, {"a"}),
    ],
)
def test_registrations_are_selected_by_what_is_known_of_them(
    emulator: Emulator, clock: Clock, values: dict[str, object], ids: set[str]
) -> None:
    register(emulator, "a")
    clock.forward(seconds=1)
    register(emulator, "b", learner_id="bob")
    selection = lists.Selection(values=values)
    database = emulator.store.reading()
    rows = lists.select(database, registrations.LISTING, APP_ID, selection)
    assert {row["id"] for row in rows} == ids
