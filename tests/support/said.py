"""What a learner's content says by each standard, and the runtime that results tell of it."""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.support.environs import SAMPLES
from tests.unit.packages.course_zips import manifest, scorm

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

# By the standard: a sample's name, or the edition that a course is made for.
SAID = {
    "scorm12": (SAYS_12, RUNTIME_12),
    "aicc": (SAYS_12, RUNTIME_12),
    "2004 4th Edition": (SAYS_2004, RUNTIME_2004),
}


def package(standard: str, folder: Path) -> Path:
    """Return a course of a standard, one of `SAID`."""
    if standard in ("scorm12", "aicc"):
        return SAMPLES / f"{standard}.zip"
    path = folder / "course.zip"
    path.write_bytes(scorm(manifest(SEQUENCED, PAGE, version=standard)).getvalue())
    return path


def script(standard: str, folder: Path) -> Path:
    """Return a script for `emulator learn` in which content says what it says in `SAID`."""
    prefix, end = ("", "Terminate") if standard.startswith("2004") else ("LMS", "LMSFinish")
    says, _ = SAID[standard]
    pairs = [(f"{prefix}SetValue", *pair) for pair in says.items()]
    calls = [(f"{prefix}Initialize", ""), *pairs, (end, "")]
    path = folder / "script.json"
    records = [{"function": function, "arguments": rest} for function, *rest in calls]
    path.write_text(json.dumps(records))
    return path
