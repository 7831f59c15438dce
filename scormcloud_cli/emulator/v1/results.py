"""Registration reports in v1's three formats (spec/v1-protocol.md §10)."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from scormcloud_cli.emulator import courses, results
from scormcloud_cli.emulator.v1.envelope import add
from scormcloud_cli.emulator.v1.face import Call

Json = Any

_COMPLETION = {"COMPLETED": "complete", "INCOMPLETE": "incomplete"}
_SUCCESS = {"PASSED": "passed", "FAILED": "failed"}

# Elements of a runtime and the properties of v2's RuntimeSchema that are kept.
_RUNTIME = {
    "completion_status": "completionStatus",
    "credit": "credit",
    "entry": "entry",
    "exit": "exit",
    "location": "location",
    "mode": "mode",
    "progress_measure": "progressMeasure",
    "score_scaled": "scoreScaled",
    "score_raw": "scoreRaw",
    "score_min": "scoreMin",
    "score_max": "scoreMax",
    "total_time": "totalTime",
    "timetracked": "timeTracked",
    "suspend_data": "suspendData",
}
_INTERACTION = {
    "type": "type",
    "timestamp": "timestamp",
    "weighting": "weighting",
    "learner_response": "learnerResponse",
    "result": "result",
    "latency": "latency",
    "description": "description",
}
_OBJECTIVE = {
    "score_scaled": "scoreScaled",
    "score_min": "scoreMin",
    "score_raw": "scoreRaw",
    "score_max": "scoreMax",
    "progress_measure": "progressMeasure",
    "description": "description",
}


def completion(word: str) -> str:
    """Return v1's word for a completion."""
    return _COMPLETION.get(word, "unknown")


def success(word: str) -> str:
    """Return v1's word for a success."""
    return _SUCCESS.get(word, "unknown")


def add_report(parent: Element, call: Call, row: sqlite3.Row, form: str) -> Element:
    """Add a report on one instance of a registration.

    Args:
        parent: what to add it to.
        call: the call it answers.
        row: the instance.
        form: ``course``, ``activity`` or ``full``.
    """
    report = add(
        parent,
        "registrationreport",
        format=form,
        regid=row["id"],
        instanceid=str(row["instance"]),
    )
    if form == "course":
        add(report, "complete", completion(row["completion"]))
        add(report, "success", success(row["success"]))
        add(report, "totaltime", f"{row['seconds']:g}")
        add(report, "score", "unknown" if row["score"] is None else f"{row['score']:g}")
        return report
    database = call.emulator.store.reading()
    course = courses.get(database, row["app_id"], row["course_id"], row["version"])
    states: Mapping[str, Json] = json.loads(row["activities"])
    root = results.details(
        json.loads(course["root_activity"]),
        states,
        children=True,
        interactions=True,
        runtime=True,
    )
    if form == "activity":
        _activity(report, root)
    else:
        _full_activity(report, root)
    return report


def _activity(parent: Element, found: Mapping[str, Json]) -> None:
    element = add(parent, "activity", id=found["id"])
    add(element, "title", found["title"])
    add(element, "attempts", found["attempts"])
    add(element, "complete", completion(found["activityCompletion"]))
    add(element, "success", success(found["activitySuccess"]))
    add(element, "time", f"{_seconds(found['timeTracked']):g}")
    score = found.get("score")
    add(element, "score", "unknown" if score is None else f"{score['scaled']:g}")
    children = SubElement(element, "children")
    for child in found["children"]:
        _activity(children, child)


def _full_activity(parent: Element, found: Mapping[str, Json]) -> None:
    element = add(parent, "activity", id=found["id"])
    known = found["activitySuccess"] != "UNKNOWN"
    add(element, "title", found["title"])
    add(element, "satisfied", _word(found["activitySuccess"] == "PASSED"))
    add(element, "completed", _word(found["activityCompletion"] == "COMPLETED"))
    add(element, "progressstatus", _word(known))
    add(element, "timeacrossattempts", found["timeTracked"])
    add(element, "attempts", found["attempts"])
    add(element, "suspended", _word(found["suspended"]))
    objectives = SubElement(element, "objectives")
    if "score" in found:
        primary = add(objectives, "objective", id="PRIMARYOBJ")
        add(primary, "measurestatus", "true")
        add(primary, "normalizedmeasure", f"{found['score']['scaled'] / 100:g}")
        add(primary, "progressstatus", _word(known))
        add(primary, "satisfiedstatus", _word(found["activitySuccess"] == "PASSED"))
    if "runtime" in found:
        _runtime(element, found["runtime"])
    children = SubElement(element, "children")
    for child in found["children"]:
        _full_activity(children, child)


def _runtime(parent: Element, data: Mapping[str, Json]) -> None:
    element = SubElement(parent, "runtime")
    for tag, name in _RUNTIME.items():
        add(element, tag, data.get(name))
    add(element, "success_status", str(data.get("runtimeSuccessStatus", "Unknown")).capitalize())
    preference = SubElement(element, "learnerpreference")
    for tag, name in (
        ("audio_level", "audioLevel"),
        ("language", "language"),
        ("delivery_speed", "deliverySpeed"),
        ("audio_captioning", "audioCaptioning"),
    ):
        add(preference, tag, data.get("learnerPreference", {}).get(name))
    for tag, name in (
        ("comments_from_learner", "learnerComments"),
        ("comments_from_lms", "lmsComments"),
    ):
        comments = SubElement(element, tag)
        for each in data.get(name, ()):
            comment = SubElement(comments, "comment")
            add(comment, "value", each.get("value"))
            add(comment, "location", each.get("location"))
            add(comment, "date_time", each.get("dateTime"))
    interactions = SubElement(element, "interactions")
    for each in data.get("runtimeInteractions", ()):
        interaction = add(interactions, "interaction", id=each.get("id", ""))
        for tag, name in _INTERACTION.items():
            add(interaction, tag, each.get(name))
        holder = SubElement(interaction, "objectives")
        for one in each.get("objectives", ()):
            add(holder, "objective", id=one)
        holder = SubElement(interaction, "correct_responses")
        for one in each.get("correctResponses", ()):
            add(holder, "response", id=one)
    objectives = SubElement(element, "objectives")
    for each in data.get("runtimeObjectives", ()):
        objective = add(objectives, "objective", id=each.get("id", ""))
        for tag, name in _OBJECTIVE.items():
            add(objective, tag, each.get(name))
        status = each.get("runtimeObjectiveSuccessStatus", "UNKNOWN")
        add(objective, "success_status", status.capitalize())
        status = each.get("runtimeObjectiveCompletionStatus", "UNKNOWN")
        add(objective, "completion_status", status.lower())


def _word(value: bool) -> str:
    return "true" if value else "false"


def _seconds(clock: str) -> float:
    hours, minutes, seconds = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
