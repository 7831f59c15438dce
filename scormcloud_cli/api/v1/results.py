"""Reads v1's registration reports into v2's shape (docs/service/v1.md, Registration reports).

How the two name the same fact stands in the catalogue's spellings.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from scormcloud_cli.api.catalog import spellings
from scormcloud_cli.api.models import known
from scormcloud_cli.api.registrations import Detail, Score
from scormcloud_cli.api.v1.elements import integer, is_true, number, text

# What v2 has as numbers.
_NUMBERS: Mapping[str, Callable[[Element, str], float | None]] = {
    "audioLevel": number,
    "audioCaptioning": integer,
    "deliverySpeed": number,
    "scaledPassingScore": number,
}
_TIME = re.compile(r"((?P<hours>\d+):(?P<minutes>\d+):)?(?P<seconds>\d+(\.\d+)?)", re.ASCII)


def completion(word: str | None) -> str:
    """Return v2's word for a completion that v1 reports."""
    return spellings.to_v2("completion", word) or "UNKNOWN"


def success(word: str | None) -> str:
    """Return v2's word for a success that v1 reports."""
    return spellings.to_v2("success", word) or "UNKNOWN"


def score(parent: Element, path: str) -> Score | None:
    """Return a score of 0 to 100; None where v1 says ``unknown`` or nothing."""
    scaled = number(parent, path)
    return None if scaled is None else Score(scaled=scaled)


def overall(report: Element) -> dict[str, Any]:
    """Return what a report in the ``course`` format says, by attribute of `Registration`."""
    return {
        "registration_completion": completion(text(report, "complete")),
        "registration_success": success(text(report, "success")),
        "score": score(report, "score"),
        "total_seconds_tracked": number(report, "totaltime"),
    }


def whole(element: Element, detail: Detail) -> dict[str, Any]:
    """Return what a ``full`` report says, by attribute of `Registration`.

    The result of the root activity is that of the registration.

    Args:
        element: the root activity.
        detail: what to return of the activities.
    """
    root = activity(element, detail)
    score = root.get("score")
    hours, minutes, seconds = (root.get("timeTracked") or "0:0:0").split(":")
    return {
        "registration_completion": root["activityCompletion"],
        "registration_success": root["activitySuccess"],
        "score": None if score is None else Score.from_record(score),
        "total_seconds_tracked": int(hours) * 3600.0 + int(minutes) * 60 + int(float(seconds)),
        "activity_details": root,
    }


def activity(element: Element, detail: Detail) -> dict[str, Any]:
    """Return an ``activity`` of either format as v2's ActivityResultSchema.

    Args:
        element: an activity of an ``activity`` or a ``full`` report.
        detail: what to return of it; interactions and runtime data are in full reports only.
    """
    full = element.find("completed") is not None
    record: dict[str, Any] = {
        "id": element.get("id"),
        "title": text(element, "title"),
        "attempts": integer(element, "attempts"),
    }
    if full:
        record |= _full_status(element)
    else:
        record |= {
            "activityCompletion": completion(text(element, "complete")),
            "activitySuccess": success(text(element, "success")),
            "timeTracked": _clock(text(element, "time")),
        }
        if (scaled := score(element, "score")) is not None:
            record["score"] = scaled.to_record()
    if full:
        record["objectives"] = list(map(_objective, element.iterfind("objectives/objective")))
    data = element.find("runtime")
    if data is not None:
        static = data.find("static")
        if static is not None and (properties := _texts(static, "static")):
            record["staticProperties"] = properties
        if detail.runtime or detail.interactions:
            record["runtime"] = _runtime(data, detail)
    children = element.iterfind("children/activity") if detail.children else ()
    record["children"] = [activity(child, detail) for child in children]
    return known(**record)


def _full_status(element: Element) -> dict[str, Any]:
    known = is_true(element, "progressstatus")
    done = is_true(element, "completed")
    satisfied = is_true(element, "satisfied")
    begun, judged = bool(integer(element, "attempts")), known and done
    if element.find("attemptprogressstatus") is not None:  # old reports tell less apart
        begun, judged = is_true(element, "attemptprogressstatus"), known
    record: dict[str, Any] = {
        "activityCompletion": "COMPLETED" if done else "INCOMPLETE" if begun else "UNKNOWN",
        "activitySuccess": "PASSED" if satisfied else "FAILED" if judged else "UNKNOWN",
        "timeTracked": _clock(text(element, "timeacrossattempts")),
        "suspended": is_true(element, "suspended"),
    }
    scores = map(_measured, element.iterfind("objectives/objective"))
    record["score"] = next(filter(None, scores), None)
    return record


def _objective(element: Element) -> dict[str, Any]:
    satisfied = is_true(element, "satisfiedstatus")
    known_yet = is_true(element, "progressstatus")
    outcome = ("PASSED" if satisfied else "FAILED") if known_yet else "UNKNOWN"
    score = _measured(element)
    return {
        "id": element.get("id"),
        **known(primary=element.get("primary") and element.get("primary") == "true"),
        **({"score": score} if score else {}),
        "objectiveSuccess": outcome,
    }


def _measured(objective: Element) -> dict[str, float] | None:
    """Return an objective's score as v2's ScoreSchema; None where nothing was measured."""
    measure = number(objective, "normalizedmeasure")
    if measure is None or not is_true(objective, "measurestatus"):
        return None
    return {"scaled": round(measure * 100, 7)}


def _runtime(data: Element, detail: Detail) -> dict[str, Any]:
    record: dict[str, Any] = {}
    if detail.runtime:
        record |= _texts(data, "runtime")
        record["learnerPreference"] = _texts(data.find("learnerpreference"), "learnerPreference")
        for tag, name in spellings.table("comments").items():
            record[name] = _comments(data.iterfind(f"{tag}/comment"))
    if detail.interactions:
        record["runtimeInteractions"] = [
            {
                "id": interaction.get("id"),
                **_texts(interaction, "interaction"),
                "objectives": _ids(interaction, "objectives/objective"),
                "correctResponses": _ids(interaction, "correct_responses/response"),
            }
            for interaction in data.iterfind("interactions/interaction")
        ]
        record["runtimeObjectives"] = [
            {"id": objective.get("id"), **_texts(objective, "objective")}
            for objective in data.iterfind("objectives/objective")
        ]
    return record


def _ids(element: Element, path: str) -> list[str | None]:
    return [child.get("id") for child in element.iterfind(path)]


def _comments(elements: Iterable[Element]) -> list[dict[str, Any]]:
    return [comment for element in elements if (comment := _texts(element, "comment"))]


def _texts(element: Element | None, table: str) -> dict[str, Any]:
    """Return what stands below an element and a table of spellings names, by v2's names."""
    if element is None:
        return {}
    return known(
        **{
            v2: _NUMBERS[v2](element, v1)
            if v2 in _NUMBERS
            else spellings.text_to_v2(v2, text(element, v1))
            for v1, v2 in spellings.table(table).items()
        }
    )


def _clock(time: str | None) -> str | None:
    """Return a time, in seconds or on a clock, as ``HHHH:MM:SS.ss``; None where it is none."""
    match = _TIME.fullmatch(time or "")
    if match is None:
        return None
    seconds = float(match["seconds"])
    if match["hours"] is not None:
        seconds += int(match["hours"]) * 3600 + int(match["minutes"]) * 60
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes // 60):04d}:{int(minutes % 60):02d}:{rest:05.2f}"
