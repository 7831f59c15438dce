from typing import cast

import pytest

from scormcloud_cli.api.errors import NetworkFailure, ServiceRefused
from scormcloud_cli.api.registrations import NewRegistration, Registration, Registrations
from scormcloud_cli.workflows import registering
from tests.unit.workflows.fakes import Clock, FakeRegistrations, lost, times

ANN = NewRegistration(id="r1", course_id="golf", learner_id="ann")


def register(registrations: FakeRegistrations, new: NewRegistration = ANN) -> str:
    return registering.register(cast(Registrations, registrations), new)


def landed(registrations: FakeRegistrations) -> bool:
    return registering.landed(cast(Registrations, registrations), ANN)


def test_a_registration_is_created_and_not_looked_for(registrations: FakeRegistrations) -> None:
    assert register(registrations) == "created"
    assert (registrations.sent, registrations.asked) == (["r1"], [])


def test_one_that_was_there_before_exists(registrations: FakeRegistrations) -> None:
    register(registrations)
    assert register(registrations) == "exists"


def test_what_exists_and_cannot_be_looked_at_is_not_told_to_be_another(
    registrations: FakeRegistrations,
) -> None:
    register(registrations)
    registrations.on_look = times(1, lost(landed=False))
    with pytest.raises(NetworkFailure):
        register(registrations)


@pytest.mark.parametrize(
    "other",
    [
        NewRegistration(id="r1", course_id="golf", learner_id="bob"),
        NewRegistration(id="r1", course_id="tennis", learner_id="ann"),
    ],
)
def test_the_id_of_another_learner_or_course_is_refused(
    registrations: FakeRegistrations, other: NewRegistration
) -> None:
    register(registrations, other)
    with pytest.raises(ServiceRefused):
        register(registrations)


def test_another_refusal_is_a_refusal_and_nothing_is_looked_for(
    registrations: FakeRegistrations,
) -> None:
    registrations.on_send = times(1, ServiceRefused("no such course", code="course_not_found"))
    with pytest.raises(ServiceRefused, match="no such course"):
        register(registrations)
    assert registrations.asked == []


def test_when_the_answer_is_lost_it_is_found_and_not_sent_again(
    registrations: FakeRegistrations, clock: Clock
) -> None:
    registrations.on_answer = times(1, lost(landed=True))
    assert register(registrations) == "created"
    assert (registrations.sent, clock.pauses) == (["r1"], [])


def test_when_it_did_not_arrive_it_is_sent_again(
    registrations: FakeRegistrations, clock: Clock
) -> None:
    registrations.on_send = times(2, lost(landed=False))
    assert register(registrations) == "created"
    assert registrations.sent == ["r1"] * 3
    assert clock.pauses == [0.2, 0.4]


def test_what_this_run_created_without_knowing_it_is_created_and_not_there_before(
    registrations: FakeRegistrations,
) -> None:
    registrations.on_answer = times(1, lost(landed=True))
    registrations.on_look = times(1, lost(landed=False))  # so it is sent again, and is there
    assert register(registrations) == "created"
    assert registrations.sent == ["r1", "r1"]


def test_a_service_that_cannot_be_reached_is_given_up_after_five_tries(
    registrations: FakeRegistrations, clock: Clock
) -> None:
    registrations.on_send = times(9, lost(landed=False))
    with pytest.raises(NetworkFailure):
        register(registrations)
    assert registrations.sent == ["r1"] * 5
    assert clock.pauses == pytest.approx([0.2, 0.4, 0.8, 1.6])


def test_what_was_sent_is_there_when_course_and_learner_are_the_same(
    registrations: FakeRegistrations,
) -> None:
    assert not landed(registrations)
    register(registrations)
    assert landed(registrations)
    registrations.kept["r1"] = Registration(id="r1")
    assert not landed(registrations)


def test_where_the_service_cannot_be_asked_it_is_not_known_to_be_there(
    registrations: FakeRegistrations,
) -> None:
    register(registrations)
    registrations.on_look = times(1, lost(landed=False))
    assert not landed(registrations)
