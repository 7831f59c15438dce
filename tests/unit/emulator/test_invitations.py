import json
from typing import Any

import pytest

from scormcloud_cli.emulator import configuration, invitations, registrations, tags
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import APP_ID, Emulator
from tests.unit.emulator.conftest import add_course, register

ANN = "ann@example.org"


@pytest.fixture(autouse=True)
def _golf(emulator: Emulator) -> None:
    add_course(emulator)


def invite(emulator: Emulator, *addresses: str, **facts: Any) -> str:
    named = {"course_id": "golf", "public": False, "creator": "tutor@example.org", **facts}
    new = invitations.New(addresses=addresses, **named)
    return invitations.create(emulator, APP_ID, new)


def invited(emulator: Emulator, invitation_id: str) -> dict[str, str]:
    rows = invitations.invited_by(emulator.store.reading(), APP_ID, invitation_id)
    return {row["email"]: row["registration_id"] for row in rows}


def test_everyone_who_is_invited_is_registered(emulator: Emulator) -> None:
    people = invited(emulator, invite(emulator, "b@example.org", "a@example.org"))
    assert list(people) == ["a@example.org", "b@example.org"]
    database = emulator.store.reading()
    for address, registration_id in people.items():
        row = registrations.get(database, APP_ID, registration_id)
        assert (row["learner_id"], row["email"]) == (address, address)


def test_of_an_address_that_is_none_the_invitation_tells(emulator: Emulator) -> None:
    invitation_id = invite(emulator, "nobody", ANN)
    row = invitations.get(emulator.store.reading(), APP_ID, invitation_id)
    assert json.loads(row["errors"]) == ["nobody: not an e-mail address"]
    assert list(invited(emulator, invitation_id)) == [ANN]


@pytest.mark.parametrize(
    ("duplicates", "is_the_same", "instances"),
    [("SEND_EXISTING", True, 1), ("INSTANCE_EXISTING", True, 2), ("CREATE_NEW", False, 1)],
)
def test_who_is_registered_already_is_dealt_with_as_asked(
    emulator: Emulator, duplicates: str, is_the_same: bool, instances: int
) -> None:
    register(emulator)
    people = invited(emulator, invite(emulator, ANN, duplicates=duplicates))
    assert (people[ANN] == "ann") == is_the_same
    rows = registrations.instances(emulator.store.reading(), APP_ID, people[ANN])
    assert len(rows) == instances


def test_who_is_registered_already_can_be_refused(emulator: Emulator) -> None:
    register(emulator)
    invitation_id = invite(emulator, ANN, duplicates="FAIL")
    row = invitations.get(emulator.store.reading(), APP_ID, invitation_id)
    assert json.loads(row["errors"]) == [f"{ANN}: is registered for the course already"]
    assert invited(emulator, invitation_id) == {}


def test_settings_are_the_invitations_and_of_the_registrations_it_makes(emulator: Emulator) -> None:
    settings = {"PlayerAlwaysFlowToFirstSco": "false"}
    invitation_id = invite(emulator, ANN, settings=settings, tags=["spring"])
    database = emulator.store.reading()
    registration_id = invited(emulator, invitation_id)[ANN]
    for level in (("invitation", invitation_id), ("registration", registration_id)):
        assert configuration.explicit(database, APP_ID, level) == settings
    assert tags.get(database, APP_ID, "invitation", invitation_id) == ["spring"]


def test_an_invitation_to_what_there_is_not_is_refused(emulator: Emulator) -> None:
    with pytest.raises(Refusal, match="Could not find course"):
        invite(emulator, course_id="nothing")
    assert invitations.all_of(emulator.store.reading(), APP_ID) == []


def test_a_change_can_ask_for_one_kind_of_invitation(emulator: Emulator) -> None:
    invitation_id = invite(emulator, public=True)
    facts = {"registration_cap": 5}
    with pytest.raises(Refusal, match="Could not find invitation"):
        invitations.update(emulator, APP_ID, invitation_id, facts, {}, public=False)
    invitations.update(emulator, APP_ID, invitation_id, facts, {}, public=True)
    row = invitations.get(emulator.store.reading(), APP_ID, invitation_id)
    assert (row["registration_cap"], bool(row["allow_launch"])) == (5, True)
