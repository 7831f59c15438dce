"""What results tell of an activity, in the words of v2 (v2.json, ActivityResultSchema).

How the values are spelled where the schema leaves it open is inferred from a registration that was
never launched and from v1's reports.
"""

from collections.abc import Mapping
from typing import Any

from scormcloud_cli.learning import outcomes, scorm12
from scormcloud_cli.learning.courses import Course, model_of
from scormcloud_cli.learning.kinds import seconds_of_interval, seconds_of_span, span
from scormcloud_cli.learning.rollup import Result, rollup
from scormcloud_cli.learning.settings import Settings
from scormcloud_cli.learning.tracking import Tracking

Json = Any

# The names of elements below an entry of a collection, and v2's names of them.
_SCORES = {f"score.{part}": f"score{part.title()}" for part in ("scaled", "raw", "min", "max")}
_OBJECTIVE = {
    "id": "id",
    **_SCORES,
    "progress_measure": "progressMeasure",
    "description": "description",
}
_INTERACTION = {
    "id": "id",
    "timestamp": "timestamp",
    "time": "timestamp",
    "weighting": "weighting",
    "learner_response": "learnerResponse",
    "student_response": "learnerResponse",
    "result": "result",
    "latency": "latency",
    "description": "description",
}
_COMMENT = {"comment": "value", "location": "location", "timestamp": "dateTime"}


def states(
    course: Course, tracking: Mapping[str, Tracking], settings: Settings
) -> dict[str, dict[str, Json]]:
    """Return what every activity of a course has come to, by identifier, rolled up.

    Each has attempts, completion, success, score (0 to 100), seconds, amount and suspended, and
    ``runtime`` where content has called. The root's state is that of the registration.
    """
    is_12 = model_of(course.standard) is scorm12.MODEL
    runtime = _runtime_12 if is_12 else _runtime_2004
    results = rollup(course, tracking, settings).by_id()
    return {
        identifier: _state(result)
        | (
            {"runtime": _spelled(runtime(tracking[identifier]), tracking[identifier])}
            if identifier in tracking
            else {}
        )
        for identifier, result in results.items()
    }


def _state(result: Result) -> dict[str, Json]:
    state = {
        "attempts": result.attempts,
        "completion": result.completion,
        "success": result.success,
        "score": None if result.score is None else round(result.score * 100, 5),
        "seconds": round(result.seconds - sum(child.seconds for child in result.children), 2),
        "amount": result.amount,
        "suspended": result.suspended,
    }
    return {name: value for name, value in state.items() if value is not None}


def _spelled(runtime: dict[str, Json], tracking: Tracking) -> dict[str, Json]:
    """Return a runtime with what all standards have alike."""
    data = tracking.data
    return {
        **runtime,
        "exit": _word(tracking.exit),
        "timeTracked": span(tracking.seconds),
        "suspendData": data.get("cmi.suspend_data", ""),
        "runtimeInteractions": [
            _interaction(data, entry) for entry in _entries(data, "interactions")
        ],
        "runtimeObjectives": [_objective(data, entry) for entry in _entries(data, "objectives")],
    }


def _runtime_2004(tracking: Tracking) -> dict[str, Json]:
    data = tracking.data
    return {
        "completionStatus": _word(outcomes.completion_status(data)),
        "credit": _word(data.get("cmi.credit", "credit")),
        "entry": _word(data.get("cmi.entry", "ab-initio")),
        "learnerPreference": {
            "audioLevel": float(data.get("cmi.learner_preference.audio_level", 1)),
            "language": data.get("cmi.learner_preference.language", ""),
            "deliverySpeed": float(data.get("cmi.learner_preference.delivery_speed", 1)),
            "audioCaptioning": int(data.get("cmi.learner_preference.audio_captioning", 0)),
        },
        "location": data.get("cmi.location", ""),
        "mode": _word(data.get("cmi.mode", "normal")),
        "progressMeasure": data.get("cmi.progress_measure", ""),
        **{name: data.get(f"cmi.{part}", "") for part, name in _SCORES.items()},
        "totalTime": span(seconds_of_interval(data.get("cmi.total_time", ""))),
        "runtimeSuccessStatus": _word(outcomes.success_status(data)),
        "learnerComments": _comments(data, "comments_from_learner"),
        "lmsComments": _comments(data, "comments_from_lms"),
    }


def _runtime_12(tracking: Tracking) -> dict[str, Json]:
    data = tracking.data
    status = data.get("cmi.core.lesson_status", "not attempted")
    comment = data.get("cmi.comments", "")
    completed = status in ("passed", "failed")
    return {
        "completionStatus": "COMPLETED" if completed else _word(status),
        "credit": _word(data.get("cmi.core.credit", "credit")),
        "entry": _word(data.get("cmi.core.entry", "ab-initio")),
        "learnerPreference": {
            "audioLevel": float(data.get("cmi.student_preference.audio", 0)),
            "language": data.get("cmi.student_preference.language", ""),
            "deliverySpeed": float(data.get("cmi.student_preference.speed", 0)),
            "audioCaptioning": int(data.get("cmi.student_preference.text", 0)),
        },
        "location": data.get("cmi.core.lesson_location", ""),
        "mode": _word(data.get("cmi.core.lesson_mode", "normal")),
        "progressMeasure": "",
        **{name: data.get(f"cmi.core.{part}", "") for part, name in _SCORES.items()},
        "scoreScaled": "" if tracking.score is None else f"{tracking.score:g}",
        "totalTime": span(seconds_of_span(data.get("cmi.core.total_time", ""))),
        "runtimeSuccessStatus": _word(status) if completed else "UNKNOWN",
        "learnerComments": [{"value": comment}] if comment else [],
        "lmsComments": [],
    }


def _entries(data: Mapping[str, str], collection: str) -> list[str]:
    """Return what the names of each entry of a collection begin with."""
    name = f"cmi.{collection}"
    return [f"{name}.{index}" for index in range(int(data.get(f"{name}._count", 0)))]


def _named(data: Mapping[str, str], entry: str, names: Mapping[str, str]) -> dict[str, Json]:
    pairs = ((theirs, data.get(f"{entry}.{ours}")) for ours, theirs in names.items())
    return {name: value for name, value in pairs if value is not None}


def _interaction(data: Mapping[str, str], entry: str) -> dict[str, Json]:
    kind = data.get(f"{entry}.type")
    inner = entry.removeprefix("cmi.")
    return {
        **_named(data, entry, _INTERACTION),
        **({"type": "".join(word.title() for word in kind.split("-"))} if kind else {}),
        "objectives": [data[f"{of}.id"] for of in _entries(data, f"{inner}.objectives")],
        "correctResponses": [
            data[f"{of}.pattern"] for of in _entries(data, f"{inner}.correct_responses")
        ],
    }


def _objective(data: Mapping[str, str], entry: str) -> dict[str, Json]:
    status = data.get(f"{entry}.status", "unknown")
    success = status if status in ("passed", "failed") else "unknown"
    completion = "completed" if status in ("passed", "failed") else status
    return {
        **_named(data, entry, _OBJECTIVE),
        "runtimeObjectiveSuccessStatus": _word(data.get(f"{entry}.success_status", success)),
        "runtimeObjectiveCompletionStatus": _word(
            data.get(f"{entry}.completion_status", completion)
        ),
    }


def _comments(data: Mapping[str, str], collection: str) -> list[dict[str, Json]]:
    return [_named(data, entry, _COMMENT) for entry in _entries(data, collection)]


def _word(word: str) -> str:
    """Return a word of a data model as v2 spells it: ``no-credit`` is ``NO_CREDIT``."""
    return word.upper().replace("-", "_").replace(" ", "_") or "UNKNOWN"
