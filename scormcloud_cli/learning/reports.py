"""What results tell of an activity, in the words of v2 (v2.json, ActivityResultSchema).

How the values are spelled where the schema leaves it open is inferred from a registration that was
never launched and from v1's reports.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from scormcloud_cli.learning import objectives, outcomes, scorm12
from scormcloud_cli.learning.courses import Course, model_of
from scormcloud_cli.learning.kinds import seconds_of_interval, seconds_of_span, span
from scormcloud_cli.learning.results import Result
from scormcloud_cli.learning.rollup import rollup
from scormcloud_cli.learning.settings import Settings
from scormcloud_cli.learning.tracking import Tracking
from scormcloud_cli.packages import LearningStandard

Json = Any

# The names of elements below an entry of a collection, and v2's names of them.
SCORES = {f"score.{part}": f"score{part.title()}" for part in ("scaled", "raw", "min", "max")}
OBJECTIVE = {
    "id": "id",
    **SCORES,
    "progress_measure": "progressMeasure",
    "description": "description",
}
INTERACTION = {
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
COMMENT = {"comment": "value", "location": "location", "timestamp": "dateTime"}


def states(
    course: Course,
    tracking: Mapping[str, Tracking],
    settings: Settings,
    shared_data: Mapping[str, str] | None = None,
) -> dict[str, dict[str, Json]]:
    """Return what every activity of a course has come to, by identifier, rolled up.

    Each has attempts, completion, success, score (0 to 100), seconds, amount and suspended, the
    objectives that its package declares. The root's state is that of the registration, and has what
    activities share: ``globalObjectives`` and ``sharedData``.

    Args:
        course: the course.
        tracking: what is known of its activities, by identifier.
        settings: the course's settings.
        shared_data: SCORM 2004 4th Edition: what is in the shared stores, by ID.
    """
    root = rollup(course, tracking, settings)
    shared = objectives.shared(root, tracking)
    states = {}
    for identifier, result in root.by_id().items():
        states[identifier] = _state(result)
        if own := objectives.told(result, tracking, shared):
            states[identifier]["objectives"] = own
    together = states[course.root.identifier]
    if shared:
        together["globalObjectives"] = [objectives.in_v2(*pair) for pair in shared.items()]
    if shared_data:
        stores = shared_data.items()
        together["sharedData"] = [{"id": store, "value": value} for store, value in stores]
    return states


def runtime(standard: LearningStandard, tracking: Tracking) -> dict[str, Json]:
    """Return the runtime of an activity that was launched (v2.json, RuntimeSchema)."""
    is_12 = model_of(standard) is scorm12.MODEL
    return _spelled(_runtime_12(tracking) if is_12 else _runtime_2004(tracking), tracking)


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


def _spelled(of_standard: dict[str, Json], tracking: Tracking) -> dict[str, Json]:
    """Return a runtime with what all standards have alike."""
    values = tracking.runtime
    return {
        **of_standard,
        "exit": _word(tracking.exit),
        "timeTracked": span(tracking.seconds),
        "suspendData": values.get("cmi.suspend_data", ""),
        "runtimeInteractions": [
            _interaction(values, entry) for entry in _entries(values, "interactions")
        ],
        "runtimeObjectives": [
            _objective(values, entry) for entry in _entries(values, "objectives")
        ],
    }


def _runtime_2004(tracking: Tracking) -> dict[str, Json]:
    values = tracking.runtime
    return {
        "completionStatus": _word(outcomes.completion_status(values)),
        "credit": _word(values.get("cmi.credit", "credit")),
        "entry": _word(values.get("cmi.entry", "ab-initio")),
        "learnerPreference": {
            "audioLevel": float(values.get("cmi.learner_preference.audio_level", 1)),
            "language": values.get("cmi.learner_preference.language", ""),
            "deliverySpeed": float(values.get("cmi.learner_preference.delivery_speed", 1)),
            "audioCaptioning": int(values.get("cmi.learner_preference.audio_captioning", 0)),
        },
        "location": values.get("cmi.location", ""),
        "mode": _word(values.get("cmi.mode", "normal")),
        "progressMeasure": values.get("cmi.progress_measure", ""),
        **{name: values.get(f"cmi.{part}", "") for part, name in SCORES.items()},
        "totalTime": span(seconds_of_interval(values.get("cmi.total_time", ""))),
        "runtimeSuccessStatus": _word(outcomes.success_status(values)),
        "learnerComments": _comments(values, "comments_from_learner"),
        "lmsComments": _comments(values, "comments_from_lms"),
    }


def _runtime_12(tracking: Tracking) -> dict[str, Json]:
    values = tracking.runtime
    status = values.get("cmi.core.lesson_status", "not attempted")
    comment = values.get("cmi.comments", "")
    completed = status in ("passed", "failed")
    return {
        "completionStatus": "COMPLETED" if completed else _word(status),
        "credit": _word(values.get("cmi.core.credit", "credit")),
        "entry": _word(values.get("cmi.core.entry", "ab-initio")),
        "learnerPreference": {
            "audioLevel": float(values.get("cmi.student_preference.audio", 0)),
            "language": values.get("cmi.student_preference.language", ""),
            "deliverySpeed": float(values.get("cmi.student_preference.speed", 0)),
            "audioCaptioning": int(values.get("cmi.student_preference.text", 0)),
        },
        "location": values.get("cmi.core.lesson_location", ""),
        "mode": _word(values.get("cmi.core.lesson_mode", "normal")),
        "progressMeasure": "",
        **{name: values.get(f"cmi.core.{part}", "") for part, name in SCORES.items()},
        "scoreScaled": "" if tracking.score is None else f"{tracking.score:g}",
        "totalTime": span(seconds_of_span(values.get("cmi.core.total_time", ""))),
        "runtimeSuccessStatus": _word(status) if completed else "UNKNOWN",
        "learnerComments": [{"value": comment}] if comment else [],
        "lmsComments": [],
    }


def _entries(values: Mapping[str, str], collection: str) -> list[str]:
    """Return what the names of each entry of a collection begin with."""
    name = f"cmi.{collection}"
    return [f"{name}.{index}" for index in range(int(values.get(f"{name}._count", 0)))]


def _named(values: Mapping[str, str], entry: str, names: Mapping[str, str]) -> dict[str, Json]:
    pairs = ((theirs, values.get(f"{entry}.{ours}")) for ours, theirs in names.items())
    return {name: value for name, value in pairs if value is not None}


def _interaction(values: Mapping[str, str], entry: str) -> dict[str, Json]:
    kind = values.get(f"{entry}.type")
    inner = entry.removeprefix("cmi.")
    told = _named(values, entry, INTERACTION)
    moment = _utc(told.get("timestamp", ""))
    return {
        **told,
        **({"timestampUtc": moment} if moment else {}),
        **({"type": "".join(word.title() for word in kind.split("-"))} if kind else {}),
        "objectives": [values[f"{of}.id"] for of in _entries(values, f"{inner}.objectives")],
        "correctResponses": [
            values[f"{of}.pattern"] for of in _entries(values, f"{inner}.correct_responses")
        ],
    }


def _objective(values: Mapping[str, str], entry: str) -> dict[str, Json]:
    status = values.get(f"{entry}.status", "unknown")
    success = status if status in ("passed", "failed") else "unknown"
    completion = "completed" if status in ("passed", "failed") else status
    return {
        **_named(values, entry, OBJECTIVE),
        "runtimeObjectiveSuccessStatus": _word(values.get(f"{entry}.success_status", success)),
        "runtimeObjectiveCompletionStatus": _word(
            values.get(f"{entry}.completion_status", completion)
        ),
    }


def _comments(values: Mapping[str, str], collection: str) -> list[dict[str, Json]]:
    return [_named(values, entry, COMMENT) for entry in _entries(values, collection)]


def _utc(timestamp: str) -> str | None:
    """Return a moment as it is in UTC; None where its time zone is not known."""
    try:
        moment = dt.datetime.fromisoformat(timestamp)
    except ValueError:
        return None
    return moment.astimezone(dt.UTC).isoformat() if moment.tzinfo else None


def _word(word: str) -> str:
    """Return a word of a data model as v2 spells it: ``no-credit`` is ``NO_CREDIT``."""
    return word.upper().replace("-", "_").replace(" ", "_") or "UNKNOWN"
