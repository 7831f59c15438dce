"""The results of a registration's activities, in v2's shape (v2.json, ActivityResultSchema)."""

from collections.abc import Mapping
from typing import Any

Json = Any


def details(
    activity: Mapping[str, Json],
    states: Mapping[str, Json],
    *,
    children: bool,
    interactions: bool,
    runtime: bool,
) -> dict[str, Json]:
    """Return v2's ActivityResultSchema of an activity and, if asked for, of those below it.

    Args:
        activity: the activity, as CourseActivitySchema.
        states: what activities have reported, by identifier.
        children: with the activities below.
        interactions: with interactions and objectives.
        runtime: with the runtime data.
    """
    below = [
        details(child, states, children=True, interactions=interactions, runtime=runtime)
        for child in activity.get("children", ())
    ]
    state: Mapping[str, Json] = states.get(activity["itemIdentifier"], {})
    result: dict[str, Json] = {
        "id": activity["itemIdentifier"],
        "title": activity.get("title", ""),
        "attempts": state.get("attempts", max((child["attempts"] for child in below), default=0)),
        "activityCompletion": state.get("completion") or _completion(below),
        "activitySuccess": state.get("success") or _success(below),
        "timeTracked": clock(_seconds(activity, states)),
    }
    score = state.get("score", _score(below))
    if score is not None:
        result["score"] = {"scaled": score}
    if interactions or runtime:
        result["suspended"] = bool(state.get("suspended"))
    if interactions:
        result["objectives"] = state.get("objectives", [])
    if data := _runtime(state.get("runtime"), interactions=interactions, whole=runtime):
        result["runtime"] = data
    if children:
        result["children"] = below
    return result


def states(result: Mapping[str, Json]) -> dict[str, Json]:
    """Return what activities have reported, by identifier, of a result that `details` could give.

    Args:
        result: v2's ActivityResultSchema of an activity, with those below it.
    """
    below = result.get("children") or ()
    score = result.get("score") or {}
    elsewhere = sum(seconds_of(child.get("timeTracked")) for child in below)
    state = {
        "attempts": result.get("attempts"),
        "completion": result.get("activityCompletion"),
        "success": result.get("activitySuccess"),
        "score": score.get("scaled"),
        "seconds": max(0.0, round(seconds_of(result.get("timeTracked")) - elsewhere, 2)),
        "suspended": result.get("suspended"),
        "objectives": result.get("objectives"),
        "runtime": result.get("runtime"),
    }
    by_id = {result["id"]: {name: value for name, value in state.items() if value is not None}}
    for child in below:
        by_id |= states(child)
    return by_id


def seconds_of(text: str | None) -> float:
    """Return the seconds that a `clock` shows; none where there is none."""
    if not text:
        return 0.0
    hours, minutes, seconds = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def scaled(score: float | None) -> dict[str, float] | None:
    """Return v2's ScoreSchema of a score; None for none."""
    return None if score is None else {"scaled": score}


def clock(seconds: float) -> str:
    """Return seconds as ``HHHH:MM:SS.ss`` (docs/service/v1.md, Times and words)."""
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes // 60):04d}:{int(minutes % 60):02d}:{rest:05.2f}"


def _completion(below: list[dict[str, Json]]) -> str:
    completions = {child["activityCompletion"] for child in below}
    if completions == {"COMPLETED"}:
        return "COMPLETED"
    return "UNKNOWN" if completions <= {"UNKNOWN"} else "INCOMPLETE"


def _success(below: list[dict[str, Json]]) -> str:
    successes = {child["activitySuccess"] for child in below}
    if "FAILED" in successes:
        return "FAILED"
    return "PASSED" if successes == {"PASSED"} else "UNKNOWN"


def _score(below: list[dict[str, Json]]) -> float | None:
    scores = [child["score"]["scaled"] for child in below if "score" in child]
    return sum(scores) / len(scores) if scores else None


def _seconds(activity: Mapping[str, Json], states: Mapping[str, Json]) -> float:
    own: float = states.get(activity["itemIdentifier"], {}).get("seconds", 0.0)
    return own + sum(_seconds(child, states) for child in activity.get("children", ()))


def _runtime(
    data: Mapping[str, Json] | None, *, interactions: bool, whole: bool
) -> dict[str, Json]:
    parts = ("runtimeInteractions", "runtimeObjectives")
    return {
        name: value
        for name, value in (data or {}).items()
        if (interactions if name in parts else whole)
    }
