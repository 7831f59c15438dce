"""The results of a registration's activities, in v2's shape (v2.json, ActivityResultSchema)."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from scormcloud_cli.emulator.store import given

Json = Any


# What an activity says of its runtime before anything was reported (docs/service/runtime.md,
# Results); interactions and objectives stand apart, for they are asked for apart.
_RUNTIME: Mapping[str, Json] = {
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
    **dict.fromkeys(("progressMeasure", "scoreScaled", "scoreRaw", "scoreMin", "scoreMax"), ""),
    "totalTime": "0000:00:00",
    "timeTracked": "0000:00:00",
    "runtimeSuccessStatus": "UNKNOWN",
    "suspendData": "",
    "learnerComments": [],
    "lmsComments": [],
}
_INTERACTIONS: Mapping[str, Json] = {"runtimeInteractions": [], "runtimeObjectives": []}
# What a version that was stored by an older scloud, or a medium, does not tell of an activity.
_STATIC: Mapping[str, Json] = {
    "completionThreshold": "",
    "launchData": "",
    "maxTimeAllowed": "",
    "scaledPassingScore": 1.0,
    "scaledPassingScoreUsed": False,
    "timeLimitAction": "UNDEFINED",
}


def static(**known: Json) -> dict[str, Json]:
    """Return v2's StaticPropertiesSchema; what is None or not given is as where nothing is said."""
    return {**_STATIC, **given(**known)}


def reported(instance: Mapping[str, Json], root: Mapping[str, Json] | None) -> dict[str, Json]:
    """Return what the activities of a registration have reported, as `details` takes it.

    The result of the registration is that of the root activity, where that says nothing else.

    Args:
        instance: the registration's result, by column.
        root: the course's root activity; None where its version was deleted.
    """
    states: dict[str, Json] = json.loads(instance["activities"])
    if root is not None:
        known = {name: instance[name] for name in ("completion", "success", "score")}
        identifier = root["itemIdentifier"]
        states[identifier] = given(**known) | states.get(identifier, {})
    return states


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
        activity: the activity, as the store keeps it (see `courses.root_activity`).
        states: what activities have reported, by identifier.
        children: with the activities below.
        interactions: with interactions, and the objectives of the runtime.
        runtime: with the runtime data.
    """
    below = [
        details(child, states, children=True, interactions=interactions, runtime=runtime)
        for child in activity.get("children", ())
    ]
    state: Mapping[str, Json] = states.get(activity["itemIdentifier"], {})
    completion = state.get("completion") or _completion(below)
    success = state.get("success") or _success(below)
    score = scaled(state.get("score", _score(below)))
    declared = state.get("objectives", ())
    objectives = [{"id": "", "primary": False, **objective} for objective in declared]
    if not any(objective["primary"] for objective in objectives):
        primary = given(
            id=activity.get("primaryObjective", ""),
            primary=True,
            score=score,
            objectiveCompletion=completion,
            objectiveSuccess=success,
        )
        objectives.insert(0, primary)
    parts = {**(_RUNTIME if runtime else {}), **(_INTERACTIONS if interactions else {})}
    known = dict(state.get("runtime", {}))
    if "learnerPreference" in known:
        defaults = _RUNTIME["learnerPreference"]
        known["learnerPreference"] = {**defaults, **known["learnerPreference"]}
    amount = state.get("amount", _amount(completion, below))
    return given(
        id=activity["itemIdentifier"],
        title=activity.get("title", ""),
        attempts=state.get("attempts", max((child["attempts"] for child in below), default=0)),
        activityCompletion=completion,
        activitySuccess=success,
        score=score,
        timeTracked=clock(_seconds(activity, states)),
        completionAmount=scaled(amount),
        suspended=bool(state.get("suspended")),
        children=below if children else [],
        objectives=objectives,
        staticProperties=activity.get("staticProperties", _STATIC),
        runtime={name: known.get(name, value) for name, value in parts.items()} or None,
    )


def together(root: Mapping[str, Json] | None, states: Mapping[str, Json]) -> dict[str, Json]:
    """Return what a registration tells of its activities together (v2.json, RegistrationSchema).

    Args:
        root: the course's root activity; None where its version was deleted.
        states: what activities have reported; the root's has what they share.
    """
    state = states.get(root["itemIdentifier"], {}) if root is not None else {}
    suspended = (
        activity["itemIdentifier"]
        for activity in _units(root)
        if states.get(activity["itemIdentifier"], {}).get("suspended")
    )
    return {
        "globalObjectives": state.get("globalObjectives", []),
        "sharedData": state.get("sharedData", []),
        "suspendedActivityId": next(suspended, None),
    }


def _units(activity: Mapping[str, Json] | None) -> Iterator[Mapping[str, Json]]:
    """Yield the activities without others in them."""
    below = activity.get("children", ()) if activity is not None else ()
    for child in below:
        yield from _units(child)
    if activity is not None and not below:
        yield activity


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
        "amount": (result.get("completionAmount") or {}).get("scaled"),
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


def scaled(number: float | None) -> dict[str, float] | None:
    """Return v2's ScoreSchema of a score, or CompletionAmountSchema of an amount; None for none."""
    return None if number is None else {"scaled": number}


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


def _amount(completion: str, below: list[dict[str, Json]]) -> float:
    """Return how much of an activity is complete, 0 to 1: all, or the mean of those below it."""
    amounts: list[float] = [child["completionAmount"]["scaled"] for child in below]
    if completion == "COMPLETED" or not amounts:
        return float(completion == "COMPLETED")
    return sum(amounts) / len(amounts)


def _seconds(activity: Mapping[str, Json], states: Mapping[str, Json]) -> float:
    own: float = states.get(activity["itemIdentifier"], {}).get("seconds", 0.0)
    return own + sum(_seconds(child, states) for child in activity.get("children", ()))
