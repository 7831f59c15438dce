"""v1's registration reports (docs/service/v1.md, Registration reports)."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from scormcloud_cli.emulator import registrations
from scormcloud_cli.emulator.service import Emulator
from tests.unit.emulator.conftest import add_course, register
from tests.unit.emulator.v1.conftest import Call

LESSON = {"itemIdentifier": "one", "title": "One", "children": []}


@pytest.fixture(autouse=True)
def _golf(emulator: Emulator) -> None:
    root = {"itemIdentifier": "root", "title": "Golf", "children": [LESSON]}
    add_course(emulator, root_activity=root)


def launched(emulator: Emulator, **lesson: Any) -> None:
    """Register Ann with what the lesson has reported."""
    state = registrations.State(
        completion="COMPLETED",
        success="FAILED",
        score=40.0,
        seconds=95.5,
        activities={
            "one": {
                "attempts": 1,
                "completion": "COMPLETED",
                "success": "FAILED",
                "score": 40.0,
                "seconds": 95.5,
                **lesson,
            }
        },
    )
    register(emulator, state=state)


def report(call: Call, form: str) -> Element:
    path = f"registrationreport[@format='{form}']"
    found = call("registration.getRegistrationResult", regid="ann", resultsformat=form).find(path)
    assert found is not None
    return found


def lesson(call: Call, form: str) -> Element:
    found = report(call, form).find("activity[@id='root']/children/activity[@id='one']")
    assert found is not None
    return found


def texts(element: Element) -> dict[str, str]:
    """Return the texts of the elements that hold nothing else, by tag, in order."""
    return {child.tag: child.text or "" for child in element if not len(child)}


def tags(element: Element) -> list[str]:
    return [child.tag for child in element]


def test_a_course_report_has_whole_seconds(call: Call, emulator: Emulator) -> None:
    launched(emulator)
    assert texts(report(call, "course")) == {
        "complete": "complete",
        "success": "failed",
        "totaltime": "95",
        "score": "40",
    }


def test_an_activity_report_in_order(call: Call, emulator: Emulator) -> None:
    launched(emulator)
    one = lesson(call, "activity")
    assert tags(one)[-1] == "children"
    assert list(texts(one).items())[:-1] == [
        ("title", "One"),
        ("attempts", "1"),
        ("complete", "complete"),
        ("success", "failed"),
        ("timeacrossattempts", "0000:01:35.50"),
        ("time", "0000:01:35.50"),
        ("score", "40"),
    ]


def test_an_activity_report_before_any_launch(call: Call, emulator: Emulator) -> None:
    register(emulator)
    assert list(texts(lesson(call, "activity")).values()) == [
        *("One", "0", "unknown", "unknown", "0000:00:00.00", "0000:00:00.00", "unknown", "")
    ]


def test_a_full_report_in_order(call: Call, emulator: Emulator) -> None:
    runtime = {
        "completionStatus": "NOT_ATTEMPTED",
        "entry": "RESUME",
        "exit": "TIME_OUT",
        "credit": "NO_CREDIT",
        "location": "page 3",
        "runtimeSuccessStatus": "FAILED",
        "suspendData": "<a&b>",
        "learnerPreference": {"language": "de"},
        "learnerComments": [{"value": "Well", "location": "p1", "dateTime": "2026-01-31"}],
        "runtimeInteractions": [
            {"id": "i", "type": "TrueFalse", "result": "correct", "correctResponses": ["true"]}
        ],
        "runtimeObjectives": [{"id": "o", "runtimeObjectiveCompletionStatus": "NOT_ATTEMPTED"}],
    }
    objective = {"id": "o", "score": {"scaled": 50}, "objectiveSuccess": "PASSED"}
    launched(emulator, runtime=runtime, objectives=[objective], suspended=True)
    one = lesson(call, "full")
    assert tags(one) == [
        *("title", "satisfied", "completed", "progressstatus", "attemptprogressstatus"),
        *("timeacrossattempts", "attempts", "suspended", "objectives", "runtime", "children"),
    ]
    assert list(texts(one).values())[:-1] == [
        *("One", "false", "true", "true", "true", "0000:01:35.50", "1", "true")
    ]
    assert [
        (child.attrib, list(texts(child).values())) for child in one.iterfind("objectives/*")
    ] == [
        ({"id": "", "primary": "true"}, ["true", "0.4", "true", "false"]),
        ({"id": "o", "primary": "false"}, ["true", "0.5", "true", "true"]),
    ]
    told = one.find("runtime")
    assert told is not None
    assert tags(told) == RUNTIME
    assert texts(told) | {
        "completion_status": "not attempted",
        "credit": "NoCredit",
        "entry": "Resume",
        "exit": "TimeOut",
        "location": "page 3",
        "mode": "Normal",
        "success_status": "Failed",
        "suspend_data": "<a&b>",
    } == texts(told)
    assert told.findtext("learnerpreference/language") == "de"
    assert told.findtext("learnerpreference/audio_level") == "1.0"
    assert told.findtext("comments_from_learner/comment/value") == "Well"
    assert told.findtext("interactions/interaction[@id='i']/type") == "true-false"
    assert told.findtext("objectives/objective[@id='o']/completion_status") == "not attempted"
    assert told.findtext("objectives/objective[@id='o']/success_status") == "Unknown"


RUNTIME = [
    *("completion_status", "credit", "entry", "exit", "learnerpreference", "location", "mode"),
    *("progress_measure", "score_scaled", "score_raw", "score_min", "score_max", "total_time"),
    *("timetracked", "success_status", "suspend_data", "comments_from_learner"),
    *("comments_from_lms", "interactions", "objectives", "static"),
]


def test_a_full_report_before_any_launch_is_whole_and_empty(call: Call, emulator: Emulator) -> None:
    register(emulator)
    one = lesson(call, "full")
    assert texts(one) == {
        "title": "One",
        "satisfied": "false",
        "completed": "false",
        "progressstatus": "false",
        "attemptprogressstatus": "false",
        "timeacrossattempts": "0000:00:00.00",
        "attempts": "0",
        "suspended": "false",
        "children": "",
    }
    objectives = list(one.iterfind("objectives/objective"))
    assert [objective.attrib for objective in objectives] == [{"id": "", "primary": "true"}]
    assert texts(objectives[0]) == {
        "measurestatus": "false",
        "normalizedmeasure": "0.0",
        "progressstatus": "false",
        "satisfiedstatus": "false",
    }
    runtime = one.find("runtime")
    assert runtime is not None
    assert tags(runtime) == RUNTIME
    assert dict(filled(runtime)) == {
        "completion_status": "unknown",
        "credit": "Credit",
        "entry": "AbInitio",
        "exit": "Unknown",
        "mode": "Normal",
        "total_time": "0000:00:00",
        "timetracked": "0000:00:00",
        "success_status": "Unknown",
        "audio_level": "1.0",
        "delivery_speed": "1.0",
        "audio_captioning": "0",
        "learner_id": "ann@example.org",
        "learner_name": "Lee, Ann",
        "time_limit_action": "Undefined",
    }


def filled(element: Element) -> Iterator[tuple[str, str]]:
    """Return the texts below an element that say something, by tag."""
    return ((child.tag, child.text) for child in element.iter() if child.text)
