"""Whatever v2's description allows to be sent is answered as it says, and never with a 5xx."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from scormcloud_cli.api import V2, catalog
from scormcloud_cli.emulator.v2.description import describe
from tests.support.world import LOCAL, MANAGER, World

pytestmark = pytest.mark.process  # every operation or command in turn takes its time

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
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


def closed(rule: Any) -> Any:
    """Return a schema that knows nothing but what it names: an answer must hold no more."""
    if isinstance(rule, dict):
        found = {name: closed(value) for name, value in rule.items()}
        if "properties" in rule and isinstance(rule.get("type"), str):
            found.setdefault("additionalProperties", False)
        return found
    return [closed(each) for each in rule] if isinstance(rule, list) else rule


DOCUMENT = describe("http://127.0.0.1/api/v2")
DESCRIPTION = schemathesis.openapi.from_dict(DOCUMENT)
CLOSED = schemathesis.openapi.from_dict(closed(DOCUMENT))


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
    name: str, world: World, session: requests.Session
) -> None:
    operation = catalog.operation(V2, name)
    described = CLOSED.find_operation_by_id(name)

    @settings(max_examples=CALLS)
    @given(case=described.as_strategy())
    def answered(case: Any) -> None:
        case.validate_response(send(case, operation, world, session), checks=CHECKS)

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
    name: str, world: World, session: requests.Session
) -> None:
    operation = catalog.operation(V2, name)
    described = DESCRIPTION.find_operation_by_id(name)

    @settings(max_examples=CALLS)
    @given(case=described.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def refused(case: Any) -> None:
        # A field of a form is text, whatever it was made of: there the type cannot be wrong.
        checks = (
            [*CHECKS, negative_data_rejection] if operation.body_type != "multipart" else CHECKS
        )
        case.validate_response(send(case, operation, world, session), checks=checks)

    world.reset()
    refused()
