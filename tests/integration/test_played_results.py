"""What content sets is what results tell, at every level and over both APIs."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.gaps import FIELDS_V1_LACKS, what_v1_says
from tests.support.results import Run
from tests.unit.packages.course_zips import manifest, scorm

NewId = Callable[[str], str]
ALL = ("--children", "--interactions", "--runtime")

# A course of SCORM 2004 whose two lessons share an objective and a store.
SEQUENCED = (
    '<item identifier="one" identifierref="page"><title>One</title>'
    '<imsss:sequencing xmlns:imsss="http://www.imsglobal.org/xsd/imsss">'
    '<imsss:objectives><imsss:primaryObjective objectiveID="main"/>'
    '<imsss:objective objectiveID="side"><imsss:mapInfo targetObjectiveID="urn:shared"'
    ' writeSatisfiedStatus="true" writeNormalizedMeasure="true"/></imsss:objective>'
    "</imsss:objectives></imsss:sequencing>"
    '<adlcp:data><adlcp:map targetID="urn:store"/></adlcp:data></item>'
    '<item identifier="two" identifierref="page"><title>Two</title>'
    '<imsss:sequencing xmlns:imsss="http://www.imsglobal.org/xsd/imsss">'
    '<imsss:objectives><imsss:primaryObjective objectiveID="other">'
    '<imsss:mapInfo targetObjectiveID="urn:shared"/></imsss:primaryObjective>'
    "</imsss:objectives></imsss:sequencing></item>"
)
PAGE = (
    '<resource identifier="page" type="webcontent" adlcp:scormType="sco" href="index.html">'
    '<file href="index.html"/></resource>'
)
SAYS_12: Mapping[str, str] = {
    "cmi.core.lesson_location": "page-7",
    "cmi.core.score.raw": "62.5",
    "cmi.core.score.min": "0",
    "cmi.core.score.max": "100",
    "cmi.core.lesson_status": "failed",
    "cmi.core.exit": "suspend",
    "cmi.core.session_time": "0000:02:03.50",
    "cmi.suspend_data": "a=1;b=<2>",
    "cmi.comments": "Too <hard>",
    "cmi.objectives.0.id": "find-exit",
    "cmi.objectives.0.score.raw": "40",
    "cmi.objectives.0.score.min": "10",
    "cmi.objectives.0.score.max": "90",
    "cmi.objectives.0.status": "incomplete",
    "cmi.student_preference.audio": "50",
    "cmi.student_preference.language": "de",
    "cmi.student_preference.speed": "-10",
    "cmi.student_preference.text": "1",
    "cmi.interactions.0.id": "which-door",
    "cmi.interactions.0.objectives.0.id": "find-exit",
    "cmi.interactions.0.time": "10:11:12",
    "cmi.interactions.0.type": "choice",
    "cmi.interactions.0.correct_responses.0.pattern": "a",
    "cmi.interactions.0.weighting": "2",
    "cmi.interactions.0.student_response": "b",
    "cmi.interactions.0.result": "wrong",
    "cmi.interactions.0.latency": "00:00:09.50",
}
RUNTIME_12 = {
    "completionStatus": "COMPLETED",
    "credit": "CREDIT",
    "entry": "AB_INITIO",
    "exit": "SUSPEND",
    "learnerPreference": {
        "audioLevel": 50.0,
        "language": "de",
        "deliverySpeed": -10.0,
        "audioCaptioning": 1,
    },
    "location": "page-7",
    "mode": "NORMAL",
    "progressMeasure": "",
    "scoreScaled": "0.625",
    "scoreRaw": "62.5",
    "scoreMin": "0",
    "scoreMax": "100",
    "totalTime": "0000:02:03.50",
    "runtimeSuccessStatus": "FAILED",
    "suspendData": "a=1;b=<2>",
    "learnerComments": [{"value": "Too <hard>"}],
    "lmsComments": [],
    "runtimeInteractions": [
        {
            "id": "which-door",
            "timestamp": "10:11:12",
            "weighting": "2",
            "learnerResponse": "b",
            "result": "wrong",
            "latency": "00:00:09.50",
            "type": "Choice",
            "objectives": ["find-exit"],
            "correctResponses": ["a"],
        }
    ],
    "runtimeObjectives": [
        {
            "id": "find-exit",
            "scoreRaw": "40",
            "scoreMin": "10",
            "scoreMax": "90",
            "runtimeObjectiveSuccessStatus": "UNKNOWN",
            "runtimeObjectiveCompletionStatus": "INCOMPLETE",
        }
    ],
}
SAYS_2004: Mapping[str, str] = {
    "cmi.location": "page-7",
    "cmi.score.scaled": "0.75",
    "cmi.score.raw": "30",
    "cmi.score.min": "0",
    "cmi.score.max": "40",
    "cmi.completion_status": "incomplete",
    "cmi.success_status": "passed",
    "cmi.progress_measure": "0.5",
    "cmi.exit": "suspend",
    "cmi.session_time": "PT2M3.5S",
    "cmi.suspend_data": "a=1;b=<2>",
    "cmi.comments_from_learner.0.comment": "Too <hard>",
    "cmi.comments_from_learner.0.location": "page-2",
    "cmi.comments_from_learner.0.timestamp": "2026-03-01T10:00:00Z",
    "cmi.learner_preference.audio_level": "0.5",
    "cmi.learner_preference.language": "de",
    "cmi.learner_preference.delivery_speed": "2",
    "cmi.learner_preference.audio_captioning": "-1",
    "cmi.objectives.1.id": "side",
    "cmi.objectives.1.score.scaled": "0.4",
    "cmi.objectives.1.score.raw": "4",
    "cmi.objectives.1.score.min": "0",
    "cmi.objectives.1.score.max": "10",
    "cmi.objectives.1.success_status": "failed",
    "cmi.objectives.1.completion_status": "completed",
    "cmi.objectives.1.progress_measure": "0.9",
    "cmi.objectives.1.description": "Find the exit",
    "cmi.interactions.0.id": "which-door",
    "cmi.interactions.0.type": "long-fill-in",
    "cmi.interactions.0.objectives.0.id": "side",
    "cmi.interactions.0.timestamp": "2026-03-01T10:11:12+02:00",
    "cmi.interactions.0.correct_responses.0.pattern": "the red one",
    "cmi.interactions.0.weighting": "2",
    "cmi.interactions.0.learner_response": "the blue one",
    "cmi.interactions.0.result": "incorrect",
    "cmi.interactions.0.latency": "PT9.5S",
    "cmi.interactions.0.description": "Which door?",
    "adl.data.0.store": "kept",
}
RUNTIME_2004 = {
    "completionStatus": "INCOMPLETE",
    "credit": "CREDIT",
    "entry": "AB_INITIO",
    "exit": "SUSPEND",
    "learnerPreference": {
        "audioLevel": 0.5,
        "language": "de",
        "deliverySpeed": 2.0,
        "audioCaptioning": -1,
    },
    "location": "page-7",
    "mode": "NORMAL",
    "progressMeasure": "0.5",
    "scoreScaled": "0.75",
    "scoreRaw": "30",
    "scoreMin": "0",
    "scoreMax": "40",
    "totalTime": "0000:02:03.50",
    "runtimeSuccessStatus": "PASSED",
    "suspendData": "a=1;b=<2>",
    "learnerComments": [
        {"value": "Too <hard>", "location": "page-2", "dateTime": "2026-03-01T10:00:00Z"}
    ],
    "lmsComments": [],
    "runtimeInteractions": [
        {
            "id": "which-door",
            "timestamp": "2026-03-01T10:11:12+02:00",
            "timestampUtc": "2026-03-01T08:11:12+00:00",
            "weighting": "2",
            "learnerResponse": "the blue one",
            "result": "incorrect",
            "latency": "PT9.5S",
            "description": "Which door?",
            "type": "LongFillIn",
            "objectives": ["side"],
            "correctResponses": ["the red one"],
        }
    ],
    "runtimeObjectives": [
        {
            "id": "main",
            "runtimeObjectiveSuccessStatus": "UNKNOWN",
            "runtimeObjectiveCompletionStatus": "UNKNOWN",
        },
        {
            "id": "side",
            "scoreScaled": "0.4",
            "scoreRaw": "4",
            "scoreMin": "0",
            "scoreMax": "10",
            "progressMeasure": "0.9",
            "description": "Find the exit",
            "runtimeObjectiveSuccessStatus": "FAILED",
            "runtimeObjectiveCompletionStatus": "COMPLETED",
        },
    ],
}


@pytest.fixture
def played(scloud: Run, new_id: NewId, tmp_path: Path) -> Callable[..., str]:
    """Import a course, register Ann, let her play the first activity; return the registration."""

    def play(standard: str, says: Mapping[str, str]) -> str:
        begin, say, end = ("LMSInitialize", "LMSSetValue", "LMSFinish")
        package = tmp_path / "course.zip"
        if standard.startswith("2004"):
            begin, say, end = ("Initialize", "SetValue", "Terminate")
            package.write_bytes(
                scorm(manifest(SEQUENCED, PAGE, version=standard, metadata="")).getvalue()
            )
        else:
            package = Path("tests/samples").resolve() / f"{standard}.zip"
        calls = [(begin, ""), *((say, *pair) for pair in says.items()), (end, "")]
        script = tmp_path / "script.jsonl"
        script.write_text(
            "".join(
                json.dumps({"function": function, "arguments": arguments}) + "\n"
                for function, *arguments in calls
            )
        )
        course_id, ann = new_id("course"), new_id("ann")
        scloud("course", "import", str(package), "--id", course_id)
        scloud(
            *("registration", "create", "--course", course_id, "--learner", "ann", "--id", ann),
            *("--first-name", "Ann", "--last-name", "Lee"),
        )
        learned = scloud("emulator", "learn", ann, "--script", str(script))
        assert learned.code == 0, learned.err
        return ann

    return play


def shown(scloud: Run, ann: str, *arguments: str) -> Any:
    """Return what v2 tells of a registration; v1 must tell the same as far as it can."""
    over_v2 = scloud("registration", "show", ann, *arguments).json
    over_v1 = scloud("registration", "show", ann, *arguments, "--api", "v1").json
    assert over_v1 == what_v1_says(over_v2, FIELDS_V1_LACKS["registration show"])
    return over_v2


@pytest.mark.parametrize(
    ("standard", "says", "runtime"),
    [
        ("scorm12", SAYS_12, RUNTIME_12),
        ("aicc", SAYS_12, RUNTIME_12),
        ("2004 4th Edition", SAYS_2004, RUNTIME_2004),
    ],
)
def test_the_runtime_is_what_content_has_set(
    scloud: Run,
    played: Callable[..., str],
    standard: str,
    says: Mapping[str, str],
    runtime: Mapping[str, Any],
) -> None:
    told = shown(scloud, played(standard, says), *ALL)["activityDetails"]["children"][0]["runtime"]

    assert told.pop("timeTracked").startswith("0000:00:0")
    assert told == runtime


def test_levels_tell_more_and_more(scloud: Run, played: Callable[..., str]) -> None:
    ann = played("scorm12", SAYS_12)

    course = shown(scloud, ann)
    assert course["activityDetails"]["children"] == []
    activity = shown(scloud, ann, "--children")
    (lesson,) = activity["activityDetails"]["children"]
    assert "runtime" not in lesson
    assert lesson["activityCompletion"] == course["registrationCompletion"] == "COMPLETED"
    assert lesson["activitySuccess"] == course["registrationSuccess"] == "FAILED"
    assert lesson["score"] == course["score"] == {"scaled": 62.5}
    assert (lesson["attempts"], lesson["suspended"]) == (1, True)
    assert lesson["staticProperties"]["scaledPassingScore"] == 0.8
    assert course["suspendedActivityId"] == lesson["id"]


def test_what_activities_share_is_told(scloud: Run, played: Callable[..., str]) -> None:
    told = shown(scloud, played("2004 4th Edition", SAYS_2004), "--children")

    assert told["sharedData"] == [{"id": "urn:store", "value": "kept"}]
    assert told["globalObjectives"] == [
        {
            "id": "urn:shared",
            "primary": False,
            "score": {"scaled": 40.0},
            "objectiveCompletion": "UNKNOWN",
            "objectiveSuccess": "FAILED",
        }
    ]
    assert told["suspendedActivityId"] == "one"
    one, two = told["activityDetails"]["children"]
    assert one["objectives"] == [
        {
            "id": "main",
            "primary": True,
            "score": {"scaled": 75.0},
            "scoreRaw": 30.0,
            "scoreMin": 0.0,
            "scoreMax": 40.0,
            "progressMeasure": 0.5,
            "objectiveCompletion": "INCOMPLETE",
            "objectiveSuccess": "PASSED",
        },
        {
            "id": "side",
            "primary": False,
            "score": {"scaled": 40.0},
            "scoreRaw": 4.0,
            "scoreMin": 0.0,
            "scoreMax": 10.0,
            "progressMeasure": 0.9,
            "objectiveCompletion": "COMPLETED",
            "objectiveSuccess": "FAILED",
        },
    ]
    # What it reads of the shared objective is its own result.
    assert (two["activitySuccess"], two["score"]) == ("FAILED", {"scaled": 40.0})
