"""What results tell of an activity, taken back as what learning has left behind: of `reports`.

A registration may begin with such a result, and its content then goes on from there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scormcloud_cli.learning import scorm12
from scormcloud_cli.learning.courses import Course, model_of
from scormcloud_cli.learning.elements import Model
from scormcloud_cli.learning.errors import Trouble
from scormcloud_cli.learning.kinds import interval, seconds_of_span
from scormcloud_cli.learning.reports import COMMENT, INTERACTION, OBJECTIVE, SCORES
from scormcloud_cli.learning.tracking import UNKNOWN, Tracking

Json = Any
Pairs = Iterator[tuple[str, Json]]

_INDEX = re.compile(r"\.\d+(?=\.)")
_PREFERENCES_2004 = {
    "audioLevel": "cmi.learner_preference.audio_level",
    "language": "cmi.learner_preference.language",
    "deliverySpeed": "cmi.learner_preference.delivery_speed",
    "audioCaptioning": "cmi.learner_preference.audio_captioning",
}
_PREFERENCES_12 = {
    "audioLevel": "cmi.student_preference.audio",
    "language": "cmi.student_preference.language",
    "deliverySpeed": "cmi.student_preference.speed",
    "audioCaptioning": "cmi.student_preference.text",
}


def restored(course: Course, state: Mapping[str, Json]) -> Tracking:
    """Return what `reports.states` tells of an activity, as it was tracked.

    Args:
        course: the course that the activity is part of.
        state: what it has come to; what is missing is as before the first launch.
    """
    model = model_of(course.standard)
    runtime = state.get("runtime") or {}
    tell = _values_12 if model is scorm12.MODEL else _values_2004
    values: dict[str, str] = {}
    if state.get("attempts"):
        values = {name: _text(value) for name, value in tell(runtime) if value not in (None, "")}
        values |= dict(_entries(model, runtime))
        values = {name: value for name, value in values.items() if _is_good(model, name, value)}
    score = state.get("score")
    return Tracking(
        runtime=values,
        attempts=state.get("attempts", 0),
        completion=state.get("completion", UNKNOWN),
        success=state.get("success", UNKNOWN),
        score=None if score is None else score / 100,
        # Told of every activity; content has reported it where its runtime has it too.
        amount=state.get("amount") if runtime.get("progressMeasure", "?") else None,
        seconds=state.get("seconds", 0.0),
        suspended=bool(state.get("suspended")),
        exit=(_word(runtime.get("exit")) or "").replace(" ", "-"),
        status_set="cmi.core.lesson_status" in values,
    )


def _is_good(model: Model, name: str, value: str) -> bool:
    """Say whether an element may hold a value: results come from others too."""
    element = model.elements.get(_INDEX.sub(".n", name))
    return element is None or element.kind.judge(value) in (None, Trouble.LIMIT)


def _values_2004(runtime: Mapping[str, Json]) -> Pairs:
    yield "cmi.location", runtime.get("location")
    yield "cmi.progress_measure", runtime.get("progressMeasure")
    yield "cmi.suspend_data", runtime.get("suspendData")
    for part, name in SCORES.items():
        yield f"cmi.{part}", runtime.get(name)
    yield "cmi.completion_status", _word(runtime.get("completionStatus"))
    yield "cmi.success_status", _word(runtime.get("runtimeSuccessStatus"))
    yield "cmi.total_time", interval(seconds_of_span(runtime.get("totalTime", "")))
    for name, element in _PREFERENCES_2004.items():
        yield element, runtime.get("learnerPreference", {}).get(name)


def _values_12(runtime: Mapping[str, Json]) -> Pairs:
    yield "cmi.core.lesson_location", runtime.get("location")
    yield "cmi.suspend_data", runtime.get("suspendData")
    for part, name in SCORES.items():
        if part != "score.scaled":
            yield f"cmi.core.{part}", runtime.get(name)
    yield (
        "cmi.core.lesson_status",
        _status_12(runtime.get("runtimeSuccessStatus"), runtime.get("completionStatus")),
    )
    yield "cmi.core.total_time", runtime.get("totalTime")
    yield (
        "cmi.comments",
        "".join(one.get("value", "") for one in runtime.get("learnerComments", ())),
    )
    for name, element in _PREFERENCES_12.items():
        yield element, runtime.get("learnerPreference", {}).get(name)


def _entries(model: Model, runtime: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """Yield the elements of the collections that results tell of, with their counts."""
    collections: tuple[tuple[str, str, Mapping[str, str]], ...] = (
        ("cmi.interactions", "runtimeInteractions", INTERACTION),
        ("cmi.objectives", "runtimeObjectives", OBJECTIVE),
        ("cmi.comments_from_learner", "learnerComments", COMMENT),
    )
    for collection, told_as, names in collections:
        records: Sequence[Mapping[str, Json]] = runtime.get(told_as, ())
        if collection not in model.collections or not records:
            continue
        yield f"{collection}._count", str(len(records))
        for index, record in enumerate(records):
            for part, name in names.items():
                value = record.get(name)
                if f"{collection}.n.{part}" in model.elements and value not in (None, ""):
                    yield f"{collection}.{index}.{part}", str(value)
            yield from _special(model, f"{collection}.{index}", record)


def _special(model: Model, entry: str, record: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """Yield the elements of an entry that results do not tell by a text of their own."""
    if kind := record.get("type"):
        yield f"{entry}.type", re.sub(r"(?<!^)(?=[A-Z])", "-", kind).lower()
    for collection, told_as, part in (
        ("objectives", "objectives", "id"),
        ("correct_responses", "correctResponses", "pattern"),
    ):
        if values := record.get(told_as):
            yield f"{entry}.{collection}._count", str(len(values))
            for index, value in enumerate(values):
                yield f"{entry}.{collection}.{index}.{part}", str(value)
    success = record.get("runtimeObjectiveSuccessStatus")
    completion = record.get("runtimeObjectiveCompletionStatus")
    if model is scorm12.MODEL:
        statuses = {"status": _status_12(success, completion)}
    else:
        statuses = {"success_status": _word(success), "completion_status": _word(completion)}
    for part, status in statuses.items():
        if status:
            yield f"{entry}.{part}", status


def _status_12(success: str | None, completion: str | None) -> str | None:
    """Return the one status of SCORM 1.2 for the two that results have."""
    return _word(success) or _word(completion)


def _word(word: str | None) -> str | None:
    """Return a word as a data model spells it; None for what is not known."""
    return None if word in (None, UNKNOWN) else str(word).lower().replace("_", " ")


def _text(value: Json) -> str:
    return value if isinstance(value, str) else f"{value:g}"
