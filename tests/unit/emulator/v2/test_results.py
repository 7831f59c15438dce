"""Results over v2 (docs/service/runtime.md, Results)."""

from collections.abc import Callable
from typing import Any

import pytest

from scormcloud_cli.emulator import registrations
from scormcloud_cli.emulator.service import Emulator
from tests.unit.emulator.conftest import add_course, register

UNSET = {
    "completionThreshold": "",
    "launchData": "",
    "maxTimeAllowed": "",
    "scaledPassingScore": 1.0,
    "scaledPassingScoreUsed": False,
    "timeLimitAction": "UNDEFINED",
}
RUNTIME = {
    "completionStatus": "UNKNOWN",
    "credit": "CREDIT",
    "entry": "AB_INITIO",
    "exit": "UNKNOWN",
    "learnerPreference": {
        "audioLevel": 1.0,
        "language": "",
        "deliverySpeed": 1.0,
        "audioCaptioning": 0,
    },
    "location": "",
    "mode": "NORMAL",
    "progressMeasure": "",
    "scoreScaled": "",
    "scoreRaw": "",
    "scoreMin": "",
    "scoreMax": "",
    "totalTime": "0000:00:00",
    "timeTracked": "0000:00:00",
    "runtimeSuccessStatus": "UNKNOWN",
    "suspendData": "",
    "learnerComments": [],
    "lmsComments": [],
}


def progress(client: Any, registration_id: str, *flags: str) -> Any:
    return client.get(
        f"registrations/{registration_id}", params=dict.fromkeys(flags, "true")
    ).json()


def learnt(emulator: Emulator, **lesson: Any) -> str:
    """Register Ann for a course with one lesson, with what that has reported."""
    one = {"itemIdentifier": "one", "title": "One", "children": []}
    root = {"itemIdentifier": "root", "title": "Golf", "children": [one]}
    add_course(emulator, root_activity=root)
    state = registrations.State(
        completion="INCOMPLETE",
        success="PASSED",
        score=80.0,
        seconds=61.5,
        activities={"one": {"attempts": 1, "completion": "INCOMPLETE", "seconds": 61.5, **lesson}},
    )
    return register(emulator, state=state)


def test_a_payload_is_in_the_order_of_the_service(client: Any, emulator: Emulator) -> None:
    ann = learnt(emulator)
    key = {"registration_id": ann}
    times = {name: emulator.now() for name in ("first_access", "last_access", "completed")}
    with emulator.store.writing() as database:
        database.execute(
            "UPDATE instances SET first_access = :first_access, last_access = :last_access, "
            "completed = :completed WHERE registration_id = :registration_id",
            key | times,
        )
    assert list(progress(client, ann)) == [
        *("id", "instance", "xapiRegistrationId", "updated", "registrationCompletion"),
        *("registrationSuccess", "score", "totalSecondsTracked", "firstAccessDate"),
        *("lastAccessDate", "completedDate", "createdDate", "course", "learner", "tags"),
        *("globalObjectives", "sharedData", "activityDetails", "registrationCompletionAmount"),
    ]


def test_tracked_seconds_are_whole(client: Any, emulator: Emulator) -> None:
    assert progress(client, learnt(emulator))["totalSecondsTracked"] == 61


def test_the_root_alone_is_told_unless_more_is_asked_for(client: Any, ann: str) -> None:
    assert progress(client, ann)["activityDetails"] == {
        "id": "org",
        "title": "Fire drill, SCORM 1.2",
        "attempts": 0,
        "activityCompletion": "UNKNOWN",
        "activitySuccess": "UNKNOWN",
        "timeTracked": "0000:00:00.00",
        "completionAmount": {"scaled": 0.0},
        "suspended": False,
        "children": [],
        "objectives": [
            {
                "id": "",
                "primary": True,
                "objectiveCompletion": "UNKNOWN",
                "objectiveSuccess": "UNKNOWN",
            }
        ],
        "staticProperties": UNSET,
    }


def test_children_come_without_runtime(client: Any, ann: str) -> None:
    root = progress(client, ann, "includeChildResults")["activityDetails"]
    (lesson,) = root["children"]
    assert set(lesson) == set(root)
    assert "runtime" not in lesson


def test_what_was_never_launched_has_an_empty_runtime(client: Any, ann: str) -> None:
    root = progress(client, ann, "includeChildResults", "includeRuntime")["activityDetails"]
    assert root["children"][0]["runtime"] == RUNTIME
    asked = ("includeChildResults", "includeRuntime", "includeInteractionsAndObjectives")
    (lesson,) = progress(client, ann, *asked)["activityDetails"]["children"]
    assert lesson["runtime"] == {**RUNTIME, "runtimeInteractions": [], "runtimeObjectives": []}


def test_what_was_reported_is_told_instead(client: Any, emulator: Emulator) -> None:
    ann = learnt(emulator, runtime={"suspendData": "page=3", "runtimeInteractions": [{"id": "q"}]})
    told = progress(client, ann, "includeChildResults", "includeRuntime")
    (lesson,) = told["activityDetails"]["children"]
    assert lesson["runtime"] == {**RUNTIME, "suspendData": "page=3"}


def test_how_much_is_complete_is_told(client: Any, emulator: Emulator) -> None:
    told = progress(client, learnt(emulator, amount=0.25))
    assert told["registrationCompletionAmount"] == 0.25
    assert told["activityDetails"]["completionAmount"] == {"scaled": 0.25}


def test_the_primary_objective_comes_first(client: Any, emulator: Emulator) -> None:
    ann = learnt(emulator, success="PASSED", score=80.0, objectives=[{"id": "o"}])
    (lesson,) = progress(client, ann, "includeChildResults")["activityDetails"]["children"]
    primary = {
        "id": "",
        "primary": True,
        "score": {"scaled": 80.0},
        "objectiveCompletion": "INCOMPLETE",
        "objectiveSuccess": "PASSED",
    }
    assert lesson["objectives"] == [primary, {"id": "o", "primary": False}]


@pytest.mark.parametrize(
    ("sample", "objective", "properties"),
    [
        (
            "scorm2004-4th",
            "primary",
            {"completionThreshold": "1", "scaledPassingScore": 0.8, "scaledPassingScoreUsed": True},
        ),
        (
            "aicc",
            "",
            {
                "maxTimeAllowed": "00:30:00",
                "scaledPassingScore": 0.8,
                "scaledPassingScoreUsed": True,
                "timeLimitAction": "CONTINUE_NO_MESSAGE",
            },
        ),
    ],
)
def test_what_the_package_says_of_an_activity_is_told(
    client: Any,
    emulator: Emulator,
    import_course: Callable[..., str],
    sample: str,
    objective: str,
    properties: dict[str, object],
) -> None:
    import_course("golf", sample)
    ann = register(emulator)
    (lesson,) = progress(client, ann, "includeChildResults")["activityDetails"]["children"]
    assert lesson["staticProperties"] == {**UNSET, **properties}
    assert lesson["objectives"][0]["id"] == objective
    unit = client.get("courses/golf").json()["rootActivity"]["children"][0]
    assert not {"staticProperties", "primaryObjective"} & set(unit)


def test_lists_and_instances_tell_the_same(client: Any, ann: str) -> None:
    flags = {"includeChildResults": "true", "includeRuntime": "true"}
    one = progress(client, ann, *flags)
    listed = client.get("registrations", params=flags).json()["registrations"]
    instances = client.get(f"registrations/{ann}/instances", params=flags).json()["registrations"]
    newest = client.get(f"registrations/{ann}/instances/0", params=flags).json()
    assert listed == instances == [newest] == [one]


def test_an_instance_of_a_version_that_was_deleted_has_no_activities(
    client: Any, ann: str, import_course: Callable[..., str]
) -> None:
    import_course("golf", mayCreateNewVersion="true")
    assert client.delete("courses/golf/versions/0").status_code == 204
    told = progress(client, ann, "includeChildResults")
    assert "activityDetails" not in told
    assert told["registrationCompletionAmount"] == 0.0
