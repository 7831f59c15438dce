"""The objectives of SCORM 2004 activities, their own and those that they share (SN, 3.10).

What is known of one is a mapping by the names of `ObjectiveMap`; what is unknown is not in it.
Which of several activities wrote a shared objective last is not kept: it is the last of them in the
course [I].
"""

from collections.abc import Iterator, Mapping
from typing import Any

from scormcloud_cli.learning.results import Result
from scormcloud_cli.learning.tracking import UNKNOWN, Tracking
from scormcloud_cli.packages import Activity
from scormcloud_cli.packages.models import Objective

Json = Any
Known = Mapping[str, Any]

# The elements of run-time data that hold a part as a number, and as a word.
_NUMBERS = {
    "score": "score.scaled",
    "raw": "score.raw",
    "min": "score.min",
    "max": "score.max",
    "amount": "progress_measure",
}
_WORDS = {"success": "success_status", "completion": "completion_status"}
# The elements below an entry of ``cmi.objectives`` that hold the parts.
ELEMENTS = _NUMBERS | _WORDS
_KNOWN_WORDS = ("passed", "failed", "completed", "incomplete")
# v2's names of the parts that are numbers there (v2.json, ObjectiveSchema).
_IN_V2 = {"raw": "scoreRaw", "min": "scoreMin", "max": "scoreMax", "amount": "progressMeasure"}


def of(activity: Activity) -> tuple[Objective, ...]:
    """Return the objectives that a package declares for an activity."""
    return activity.sequencing.objectives if activity.sequencing is not None else ()


def shared(root: Result, tracking: Mapping[str, Tracking]) -> dict[str, dict[str, Any]]:
    """Return what is known of the objectives that the activities of a course share, by ID."""
    objectives: dict[str, dict[str, Any]] = {}
    for result in _walk(root):
        for objective in of(result.activity):
            known = _own(objective, result, tracking)
            for one in objective.maps:
                target = objectives.setdefault(one.target, {})
                target |= {part: known[part] for part in one.writes & known.keys()}
    return objectives


def read(objective: Objective, shared: Mapping[str, Known]) -> dict[str, Any]:
    """Return what an objective reads of shared ones."""
    return {
        part: value
        for one in objective.maps
        for part, value in shared.get(one.target, {}).items()
        if part in one.reads
    }


def told(
    result: Result, tracking: Mapping[str, Tracking], shared: Mapping[str, Known]
) -> list[dict[str, Json]]:
    """Return the objectives of an activity, the primary one first (v2.json, ObjectiveSchema)."""
    objectives = sorted(of(result.activity), key=lambda objective: not objective.primary)
    return [
        in_v2(
            objective.identifier,
            _own(objective, result, tracking) | read(objective, shared),
            primary=objective.primary,
        )
        for objective in objectives
    ]


def in_v2(identifier: str, known: Known, *, primary: bool = False) -> dict[str, Json]:
    """Return an objective as v2 tells it; its score is 0 to 100."""
    score = known.get("score")
    return {
        "id": identifier,
        "primary": primary,
        **({} if score is None else {"score": {"scaled": round(score * 100, 5)}}),
        **{name: known[part] for part, name in _IN_V2.items() if part in known},
        "objectiveCompletion": known.get("completion", UNKNOWN),
        "objectiveSuccess": known.get("success", UNKNOWN),
    }


def _own(objective: Objective, result: Result, tracking: Mapping[str, Tracking]) -> dict[str, Any]:
    """Return what an activity knows of an objective of its own."""
    values = tracking.get(result.activity.identifier, Tracking()).runtime
    if not objective.primary:
        return _reported(values, _entry(values, objective.identifier))
    known = {
        "success": None if result.success == UNKNOWN else result.success,
        "completion": None if result.completion == UNKNOWN else result.completion,
        "score": result.score,
        "amount": result.amount if result.attempts else None,
    }
    given = {part: value for part, value in known.items() if value is not None}
    return _reported(values, "cmi") | given


def _entry(values: Mapping[str, str], identifier: str) -> str:
    """Return what the names of the elements of an objective begin with."""
    count = int(values.get("cmi.objectives._count", 0))
    entries = (f"cmi.objectives.{index}" for index in range(count))
    return next((entry for entry in entries if values.get(f"{entry}.id") == identifier), "")


def _reported(values: Mapping[str, str], entry: str) -> dict[str, Any]:
    numbers = {part: values.get(f"{entry}.{name}") for part, name in _NUMBERS.items()}
    words = {part: values.get(f"{entry}.{name}") for part, name in _WORDS.items()}
    return {part: float(value) for part, value in numbers.items() if value} | {
        part: word.upper() for part, word in words.items() if word in _KNOWN_WORDS
    }


def _walk(result: Result) -> Iterator[Result]:
    yield result
    for child in result.children:
        yield from _walk(child)
