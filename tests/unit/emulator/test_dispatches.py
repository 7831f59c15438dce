import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest

from scormcloud_cli.emulator import configuration, dispatch_packages, dispatches, lists, tags
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import APP_ID, Emulator
from scormcloud_cli.packages import read_package
from scormcloud_cli.packages.check import check
from tests.unit.emulator.conftest import add_course

FACTS: Mapping[str, Any] = {"destination_id": "acme", "course_id": "golf"}


@pytest.fixture(autouse=True)
def _acme(emulator: Emulator) -> None:
    add_course(emulator)
    acme = {"name": "Acme", "tags": ["customer"], "launch_auth": {"type": "FORM"}}
    dispatches.create_destinations(emulator, APP_ID, [("acme", acme)])


def create(emulator: Emulator, *ids: str, **facts: Any) -> None:
    named = [(dispatch_id, {**FACTS, **facts}) for dispatch_id in ids]
    dispatches.create_dispatches(emulator, APP_ID, named)


def get(emulator: Emulator, dispatch_id: str) -> Any:
    return dispatches.dispatch(emulator.store.reading(), APP_ID, dispatch_id)


def ids(emulator: Emulator) -> list[str]:
    rows = dispatches.select(emulator.store.reading(), APP_ID, lists.Selection())
    return [row["id"] for row in rows]


def test_a_destination_keeps_its_columns_and_tags(emulator: Emulator) -> None:
    database = emulator.store.reading()
    row = dispatches.destination(database, APP_ID, "acme")
    assert (row["name"], json.loads(row["launch_auth"])) == ("Acme", {"type": "FORM"})
    assert tags.get(database, APP_ID, "destination", "acme") == ["customer"]


@pytest.mark.parametrize(
    ("destination_id", "facts", "message"),
    [
        ("acme", {"name": "Acme"}, "already exists"),
        ("other", {}, "name is required"),
        ("", {"name": "x"}, "1 to 255 characters"),
    ],
)
def test_of_several_destinations_all_are_created_or_none(
    emulator: Emulator, destination_id: str, facts: dict[str, str], message: str
) -> None:
    named = [("first", {"name": "First"}), (destination_id, facts)]
    with pytest.raises(Refusal, match=message):
        dispatches.create_destinations(emulator, APP_ID, named)
    rows = dispatches.destinations_of(emulator.store.reading(), APP_ID)
    assert [row["id"] for row in rows] == ["acme"]


def test_a_change_of_a_destination_leaves_what_it_does_not_name(emulator: Emulator) -> None:
    dispatches.update_destination(emulator, APP_ID, "acme", {"notes": "pays late"})
    database = emulator.store.reading()
    row = dispatches.destination(database, APP_ID, "acme")
    assert (row["name"], row["notes"]) == ("Acme", "pays late")
    assert tags.get(database, APP_ID, "destination", "acme") == ["customer"]


def test_deleting_a_destination_takes_its_dispatches(emulator: Emulator) -> None:
    create(emulator, "one", "two", tags=["spring"])
    dispatches.delete_destination(emulator, APP_ID, "acme")
    assert ids(emulator) == []
    assert tags.get(emulator.store.reading(), APP_ID, "dispatch", "one") == []
    with pytest.raises(Refusal, match="Could not find destination"):
        dispatches.delete_destination(emulator, APP_ID, "acme")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"destination_id": "nobody"}, "Could not find destination"),
        ({"course_id": "nothing"}, "Could not find course"),
        ({"settings": {"Nothing": "1"}}, "Unknown setting"),
    ],
)
def test_of_several_dispatches_all_are_created_or_none(
    emulator: Emulator, facts: dict[str, Any], message: str
) -> None:
    named = [("one", dict(FACTS)), ("two", {**FACTS, **facts})]
    with pytest.raises(Refusal, match=message):
        dispatches.create_dispatches(emulator, APP_ID, named)
    assert ids(emulator) == []


def test_every_dispatch_has_keys_of_its_own(emulator: Emulator) -> None:
    create(emulator, "one", "two")
    one, two = get(emulator, "one"), get(emulator, "two")
    assert one["consumer_key"] != two["consumer_key"]
    assert one["shared_secret"] != two["shared_secret"]


def test_the_chosen_dispatches_are_changed_and_no_others(emulator: Emulator) -> None:
    create(emulator, "one", "two", tags=["old"])
    dispatches.update_dispatches(
        emulator,
        APP_ID,
        lambda database: [dispatches.dispatch(database, APP_ID, "two")],
        {"enabled": False, "settings": {"PlayerAlwaysFlowToFirstSco": "false"}},
        added=["new"],
        removed=["old"],
    )
    assert [bool(get(emulator, name)["enabled"]) for name in ("one", "two")] == [True, False]
    database = emulator.store.reading()
    assert tags.get(database, APP_ID, "dispatch", "two") == ["new"]
    settings = configuration.explicit(database, APP_ID, ("dispatch", "two"))
    assert settings == {"PlayerAlwaysFlowToFirstSco": "false"}


def test_what_is_changed_is_chosen_inside_the_transaction(emulator: Emulator) -> None:
    create(emulator, "one")
    seen = []

    def choose(database: Any) -> list[Any]:
        seen.append(database.in_transaction)
        return [dispatches.dispatch(database, APP_ID, "one")]

    dispatches.update_dispatches(emulator, APP_ID, choose, {"notes": "x"})
    dispatches.reset_counts(emulator, APP_ID, choose)
    dispatches.delete_dispatches(emulator, APP_ID, choose)
    assert seen == [True, True, True]


def test_a_count_that_is_reset_is_0_and_says_when(emulator: Emulator) -> None:
    create(emulator, "one", registration_count=7)
    assert (get(emulator, "one")["registration_count"], get(emulator, "one")["reset"]) == (7, None)
    dispatches.reset_counts(emulator, APP_ID, lambda _: [get(emulator, "one")])
    row = get(emulator, "one")
    assert (row["registration_count"], row["reset"]) == (0, emulator.now())


def test_learners_are_made_unrecognizable_at_a_destination_and_in_its_dispatches(
    emulator: Emulator,
) -> None:
    create(emulator, "one", "two")
    dispatches.hash_user_info(emulator, APP_ID, "acme", True)
    destination = dispatches.destination(emulator.store.reading(), APP_ID, "acme")
    assert [bool(row["hash_user_info"]) for row in (destination, get(emulator, "one"))] == [
        *(True, True)
    ]


@pytest.mark.parametrize(
    ("kind", "standard"),
    [
        ("SCORM_12", "SCORM12"),
        ("SCORM12", "SCORM12"),
        ("SCORM_2004", "SCORM20043RDEDITION"),
        ("SCORM2004_2ND_EDITION", "SCORM20042NDEDITION"),
        ("SCORM_2004_4TH_EDITION", "SCORM20044THEDITION"),
        ("AICC", "AICC"),
    ],
)
def test_a_dispatch_package_is_one_that_another_lms_imports(
    emulator: Emulator, kind: str, standard: str
) -> None:
    create(emulator, "one")
    row = get(emulator, "one")
    content = dispatch_packages.one(row, "http://here", kind)
    package = read_package(io.BytesIO(content))
    assert (package.title, str(package.standard)) == ("Golf", standard)
    assert check(io.BytesIO(content)).problems == ()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        link = f'"http://here/dispatch/launch/{row["consumer_key"]}"'
        assert link in archive.read("launch.html").decode()


def test_there_are_no_dispatch_packages_of_other_kinds(emulator: Emulator) -> None:
    create(emulator, "one")
    with pytest.raises(Refusal, match=r"of type \[CMI5\]"):
        dispatch_packages.one(get(emulator, "one"), "http://here", "CMI5")


def test_several_packages_come_in_one_zip_under_safe_names(emulator: Emulator) -> None:
    create(emulator, "a/b", "c")
    rows = [get(emulator, "a/b"), get(emulator, "c")]
    content = dispatch_packages.several(rows, "http://here")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["a_b.zip", "c.zip"]
