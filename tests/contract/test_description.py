"""Whatever v2's description allows to be sent is answered as it says, and never with a 5xx."""

import importlib
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from hypothesis import given, settings

from scormcloud_cli.api import V2, catalog
from tests.support.world import LOCAL, MANAGER, World

pytestmark = pytest.mark.process  # every operation or command in turn takes its time

# A call of each operation; the nightly profile makes many.
CALLS = min(1, settings().max_examples) if settings().derandomize else 100
# The parameters of a path that name something, by the group of commands that takes such IDs.
NAMED = {
    "childAppId": "app",
    "courseId": "course",
    "destinationId": "destination",
    "dispatchId": "dispatch",
    "importJobId": "course job",
    "invitationId": "invitation",
    "learnerId": "learner",
    "registrationId": "registration",
    "connectorId": "connector",
    "statementPipeId": "xapi pipe",
    "xapiCredentialId": "xapi credential",
}


@pytest.fixture(scope="module")
def described() -> Any:
    """The description; loaded where it is used, for runs of quick tests only name these tests."""
    return importlib.import_module("tests.contract.described")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("world"))
    made.reset()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as made:
        made.trust_env = False
        yield made


def send(case: Any, operation: catalog.Operation, world: World, session: requests.Session) -> Any:
    for name, value in case.path_parameters.items():
        # Half of the calls name something that there is; the other half, what was made up.
        if name in NAMED and len(str(value)) % 2:
            case.path_parameters[name] = world.ids[NAMED[name]][0]
    pair = MANAGER if operation.permission == "management" else LOCAL
    return case.call(
        base_url=world.url + "/api/v2",
        session=session,
        auth=(pair.app_id, pair.secret_key),
        allow_redirects=False,
    )


@pytest.mark.parametrize("name", catalog.operations(V2))
def test_a_call_that_fits_is_answered_as_described(
    name: str, described: Any, world: World, session: requests.Session
) -> None:
    operation = catalog.operation(V2, name)
    called = described.CLOSED.find_operation_by_id(name)

    @settings(max_examples=CALLS)
    @given(case=called.as_strategy())
    def answered(case: Any) -> None:
        case.validate_response(send(case, operation, world, session), checks=described.CHECKS)

    world.reset()
    answered()


def _of_each_kind() -> list[str]:
    """Return the operations whose calls can be wrong: of those that take the same, only one.

    The nightly profile takes them all.
    """
    kinds = {}
    for operation in catalog.operations(V2).values():
        kind = (operation.parameters, operation.body, operation.body_type)
        if operation.parameters or operation.body_type:
            kinds[kind if settings().derandomize else operation.name] = operation.name
    return list(kinds.values())


@pytest.mark.parametrize("name", _of_each_kind())
def test_a_call_that_does_not_fit_is_refused_in_the_services_form(
    name: str, described: Any, world: World, session: requests.Session
) -> None:
    operation = catalog.operation(V2, name)
    called = described.DESCRIPTION.find_operation_by_id(name)

    @settings(max_examples=CALLS)
    @given(case=called.as_strategy(generation_mode=described.GenerationMode.NEGATIVE))
    def refused(case: Any) -> None:
        # A field of a form is text, whatever it was made of: there the type cannot be wrong.
        checks = (
            [*described.CHECKS, described.negative_data_rejection]
            if operation.body_type != "multipart"
            else described.CHECKS
        )
        case.validate_response(send(case, operation, world, session), checks=checks)

    world.reset()
    refused()
