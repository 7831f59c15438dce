"""What either API says of a course is the same, byte for byte (docs/cli.md, One shape)."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from scormcloud_cli.api.cloud import Cloud
from scormcloud_cli.api.destinations import DestinationChange
from scormcloud_cli.api.dispatches import DispatchChange
from scormcloud_cli.api.invitations import NewInvitation
from scormcloud_cli.api.registrations import NewRegistration, Registration
from scormcloud_cli.api.xapi import XapiCredentialChange
from tests.support.environs import MANAGER, SAMPLES
from tests.support.fixtures import PutCourse
from tests.support.gaps import FIELDS_V1_LACKS, what_v1_says
from tests.support.results import Run

NewId = Callable[[str], str]

# When something was done is not part of what was imported.
TIMES = ("created", "updated")


def without(text: str, names: tuple[str, ...]) -> str:
    """Return printed JSON without some fields, printed again as it was."""

    def strip(record: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in record.items() if name not in names}

    document = json.loads(text)
    kept = [strip(each) for each in document] if isinstance(document, list) else strip(document)
    return json.dumps(kept, indent=2, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("sample", ["scorm12", "scorm2004-4th", "aicc", "cmi5", "xapi", "two-scos"])
def test_a_course_is_printed_alike_whichever_api_imported_and_whichever_shows_it(
    scloud: Run, new_id: NewId, sample: str
) -> None:
    course_id = new_id(sample)
    shown: dict[str, set[str]] = {"course show": set(), "course list": set()}
    for imported_over in ("v1", "v2"):
        scloud(
            *("course", "import", f"{SAMPLES / sample}.zip", "--id", course_id),
            *("--tag", "b", "--tag", "a", "--api", imported_over),
        )
        for command, arguments in (
            ("course show", ("show", course_id)),
            ("course list", ("list", "--filter", course_id)),
        ):
            over_v1 = scloud("course", *arguments, "--registration-count", "--api", "v1").out
            over_v2 = scloud("course", *arguments, "--registration-count", "--api", "v2").out
            lacking = FIELDS_V1_LACKS[command]
            # v1 prints nothing that it is said to lack, and all else as v2 does, times included.
            assert without(over_v1, lacking) == over_v1
            assert without(over_v2, lacking) == over_v1
            shown[command].add(without(over_v1, TIMES))
        assert scloud("course", "delete", course_id, "--yes").code == 0
    assert [len(each) for each in shown.values()] == [1, 1]


@pytest.mark.parametrize(
    "arguments", [(), ("--children",), ("--children", "--interactions", "--runtime")]
)
def test_a_registration_is_printed_alike_over_both_apis(
    scloud: Run, ann: str, arguments: tuple[str, ...]
) -> None:
    over_v1 = scloud("registration", "show", ann, *arguments, "--api", "v1").json
    over_v2 = scloud("registration", "show", ann, *arguments, "--api", "v2").json
    assert what_v1_says(over_v2, FIELDS_V1_LACKS["registration show"]) == over_v1


def test_results_are_printed_alike_over_both_apis(
    scloud: Run, cloud: Cloud, golf: str, new_id: NewId
) -> None:
    lesson = {
        "id": "item-1",
        "attempts": 2,
        "activityCompletion": "COMPLETED",
        "activitySuccess": "FAILED",
        "score": {"scaled": 40.0},
        "timeTracked": "0000:01:01.50",
        "suspended": True,
        "objectives": [{"id": "o", "objectiveSuccess": "PASSED"}],
        "runtime": {
            "completionStatus": "COMPLETED",
            "exit": "SUSPEND",
            "entry": "RESUME",
            "suspendData": "page=3",
            "runtimeInteractions": [
                {"id": "q", "type": "TrueFalse", "objectives": ["o"], "correctResponses": ["true"]}
            ],
        },
    }
    state = {
        "id": "any",
        "registrationCompletion": "COMPLETED",
        "registrationSuccess": "FAILED",
        "score": {"scaled": 40.0},
        "totalSecondsTracked": 61.5,
        "activityDetails": {"id": "org", "children": [lesson]},
    }
    bob = new_id("bob")
    result = Registration.from_record(state)
    new = NewRegistration(id=bob, course_id=golf, learner_id="bob", state=result)
    cloud.registrations.create(new)
    flags = ("--children", "--interactions", "--runtime")
    over_v1 = scloud("registration", "show", bob, *flags, "--api", "v1").json
    over_v2 = scloud("registration", "show", bob, *flags, "--api", "v2").json
    assert over_v2["activityDetails"]["children"][0]["runtime"]["suspendData"] == "page=3"
    assert what_v1_says(over_v2, FIELDS_V1_LACKS["registration show"]) == over_v1


def test_a_list_of_registrations_is_printed_alike_over_both_apis(
    scloud: Run, golf: str, ann: str
) -> None:
    (over_v1,) = scloud("registration", "list", "--course", golf, "--api", "v1").json
    (over_v2,) = scloud("registration", "list", "--course", golf, "--api", "v2").json
    lacking = FIELDS_V1_LACKS["registration list"]
    assert list(what_v1_says(over_v2, lacking).items()) == list(over_v1.items())


def test_versions_are_printed_alike_over_both_apis(
    put_course: PutCourse, scloud: Run, golf: str
) -> None:
    put_course(golf, "aicc.zip")
    over_v1 = scloud("course", "versions", golf, "--api", "v1").out
    over_v2 = scloud("course", "versions", golf, "--api", "v2").out
    assert without(over_v2, FIELDS_V1_LACKS["course versions"]) == over_v1


def test_instances_are_printed_alike_over_both_apis(scloud: Run, ann: str) -> None:
    scloud("registration", "new-instance", ann)
    over_v1 = scloud("registration", "instances", ann, "--api", "v1").out
    over_v2 = scloud("registration", "instances", ann, "--api", "v2").out
    lacking = FIELDS_V1_LACKS["registration instances"]
    kept = json.loads(without(over_v2, lacking))
    for each in kept:
        del each["course"]["title"]  # which stands in the table with the thing that holds it
    assert kept == json.loads(over_v1)
    over_v1 = scloud("registration", "show", ann, "--instance", "0", "--api", "v1").json
    over_v2 = scloud("registration", "show", ann, "--instance", "0", "--api", "v2").json
    assert what_v1_says(over_v2, FIELDS_V1_LACKS["registration show"]) == over_v1


@pytest.fixture
def things(cloud: Cloud, cloud_of_manager: Cloud, golf: str, new_id: NewId) -> dict[str, str]:
    """The IDs of one thing of each further kind."""
    acme = cloud.destinations.create(new_id("acme"), DestinationChange(name="Acme", tags=("emea",)))
    lent = DispatchChange(
        enabled=True, registration_cap=3, expiration_date="2031-01-01T00:00:00.000Z"
    )
    invitation = NewInvitation(
        course_id=golf, creator="boss@example.org", addresses=("ann@example.org",), subject="Golf"
    )
    app = cloud_of_manager.applications.create("Demo").id
    cloud_of_manager.applications.create_credential(app, "CI")
    return {
        "destination": acme,
        "dispatch": cloud.dispatches.create(new_id("loan"), acme, golf, lent, ["new"]),
        "invitation": cloud.invitations.create(invitation),
        "xapi credential": cloud.xapi.create_credential(XapiCredentialChange(name="CI")).id,
        "app": app,
    }


@pytest.mark.parametrize(
    "command",
    [
        *("destination show", "destination list", "dispatch show", "dispatch list"),
        *("invitation show", "invitation list", "invitation invited", "xapi credential show"),
        *("xapi credential list", "app show", "app list", "app credential list"),
    ],
)
def test_every_kind_of_thing_is_printed_alike_over_both_apis(
    scloud: Run, things: dict[str, str], command: str
) -> None:
    noun, verb = command.rsplit(" ", 1)
    owner = things[noun.removesuffix(" credential") if noun == "app credential" else noun]
    words = [*command.split(), *([owner] if command not in LISTS else [])]
    over = {
        api: [
            each
            for each in _items(scloud(*words, "--api", api, environ=MANAGER).out)
            if verb != "list" or noun == "app credential" or each["id"] == owner
        ]
        for api in ("v1", "v2")
    }
    lacking = FIELDS_V1_LACKS.get(command, ())
    assert over["v1"]
    assert over["v1"] == [
        {name: value for name, value in each.items() if name not in lacking} for each in over["v2"]
    ]


LISTS = ("destination list", "dispatch list", "invitation list", "xapi credential list", "app list")


def _items(text: str) -> list[dict[str, Any]]:
    found = json.loads(text)
    return found if isinstance(found, list) else [found]
