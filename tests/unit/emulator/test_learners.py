import pytest

from scormcloud_cli.emulator import learners, registrations, tags
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import APP_ID, Emulator
from tests.unit.emulator.conftest import add_course, register

ANN = "ann@example.org"


@pytest.fixture(autouse=True)
def _ann(emulator: Emulator) -> None:
    add_course(emulator)
    register(emulator, tags={"learner": ["new"]})


def test_what_a_change_does_not_name_stays(emulator: Emulator) -> None:
    learners.update(emulator, APP_ID, ANN, email="ann@example.com")
    row = learners.get(emulator.store.reading(), APP_ID, ANN)
    assert (row["email"], row["first_name"], row["last_name"]) == ("ann@example.com", "Ann", "Lee")


def test_a_new_id_takes_registrations_and_tags_along(emulator: Emulator) -> None:
    learners.update(emulator, APP_ID, ANN, new_id="a.lee")
    database = emulator.store.reading()
    assert registrations.get(database, APP_ID, "ann")["learner_id"] == "a.lee"
    assert tags.get(database, APP_ID, "learner", "a.lee") == ["new"]
    with pytest.raises(Refusal, match="Could not find learner"):
        learners.get(database, APP_ID, ANN)


def test_a_new_id_keeps_the_tags_that_it_has(emulator: Emulator) -> None:
    with emulator.store.writing() as database:
        tags.add(database, APP_ID, "learner", "a.lee", ["new", "old"])
    learners.update(emulator, APP_ID, ANN, new_id="a.lee")
    database = emulator.store.reading()
    assert tags.get(database, APP_ID, "learner", "a.lee") == ["new", "old"]
    assert tags.get(database, APP_ID, "learner", ANN) == []


@pytest.mark.parametrize(("new_id", "message"), [("bob", "already exists"), ("a\tb", "control")])
def test_a_refused_id_changes_nothing(emulator: Emulator, new_id: str, message: str) -> None:
    register(emulator, "bobs", learner_id="bob")
    with pytest.raises(Refusal, match=message):
        learners.update(emulator, APP_ID, ANN, first_name="Anna", new_id=new_id)
    assert learners.get(emulator.store.reading(), APP_ID, ANN)["first_name"] == "Ann"


def test_deleting_a_learner_takes_registrations_and_tags(emulator: Emulator) -> None:
    register(emulator, "again")
    register(emulator, "bobs", learner_id="bob")
    learners.delete(emulator, APP_ID, ANN)
    database = emulator.store.reading()
    left = [registrations.exists(database, APP_ID, name) for name in ("ann", "again", "bobs")]
    assert left == [False, False, True]
    assert tags.get(database, APP_ID, "learner", ANN) == []


def test_a_learner_who_is_not_there_is_refused(emulator: Emulator) -> None:
    with pytest.raises(Refusal, match="Could not find learner"):
        learners.delete(emulator, APP_ID, "nobody")
