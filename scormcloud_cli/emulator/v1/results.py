"""Registration reports in v1's three formats (docs/service/v1.md, Registration reports)."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from scormcloud_cli.api.catalog import spellings
from scormcloud_cli.emulator import courses, results
from scormcloud_cli.emulator.v1.envelope import add, element
from scormcloud_cli.emulator.v1.face import Call

Json = Any

# How much a report says.
FORMATS = ("course", "activity", "full")


def completion(word: str) -> str:
    """Return v1's word for a completion."""
    return spellings.to_v1("completion", word) or "unknown"


def success(word: str) -> str:
    """Return v1's word for a success."""
    return spellings.to_v1("success", word) or "unknown"


def add_report(parent: Element, call: Call, row: sqlite3.Row, form: str) -> None:
    """Add a report on one instance of a registration.

    Args:
        parent: what to add it to.
        call: the call it answers.
        row: the instance.
        form: one of `FORMATS`.
    """
    report = add(
        parent, "registrationreport", format=form, regid=row["id"], instanceid=str(row["instance"])
    )
    if form == "course":
        add(report, "complete", completion(row["completion"]))
        add(report, "success", success(row["success"]))
        add(report, "totaltime", f"{row['seconds']:g}")
        add(report, "score", "unknown" if row["score"] is None else f"{row['score']:g}")
        return
    course = courses.get(call.database, row["app_id"], row["course_id"], row["version"])
    states: Mapping[str, Json] = json.loads(row["activities"])
    root = results.details(
        json.loads(course["root_activity"]), states, children=True, interactions=True, runtime=True
    )
    report.append(_activity(root) if form == "activity" else _full_activity(root))


def _activity(result: Mapping[str, Json]) -> Element:
    activity = element("activity", id=result["id"])
    add(activity, "title", result["title"])
    add(activity, "attempts", result["attempts"])
    add(activity, "complete", completion(result["activityCompletion"]))
    add(activity, "success", success(result["activitySuccess"]))
    add(activity, "time", f"{results.seconds_of(result['timeTracked']):g}")
    score = result.get("score")
    add(activity, "score", "unknown" if score is None else f"{score['scaled']:g}")
    activity.append(element("children", None, *map(_activity, result["children"])))
    return activity


def _full_activity(result: Mapping[str, Json]) -> Element:
    activity = element("activity", id=result["id"])
    known = result["activitySuccess"] != "UNKNOWN"
    add(activity, "title", result["title"])
    add(activity, "satisfied", result["activitySuccess"] == "PASSED")
    add(activity, "completed", result["activityCompletion"] == "COMPLETED")
    add(activity, "progressstatus", known)
    add(activity, "timeacrossattempts", result["timeTracked"])
    add(activity, "attempts", result["attempts"])
    add(activity, "suspended", result["suspended"])
    objectives = SubElement(activity, "objectives")
    if "score" in result:
        primary = add(objectives, "objective", id="PRIMARYOBJ")
        add(primary, "measurestatus", "true")
        add(primary, "normalizedmeasure", f"{result['score']['scaled'] / 100:g}")
        add(primary, "progressstatus", known)
        add(primary, "satisfiedstatus", result["activitySuccess"] == "PASSED")
    if "runtime" in result:
        _add_runtime(activity, result["runtime"])
    activity.append(element("children", None, *map(_full_activity, result["children"])))
    return activity


def _add_runtime(parent: Element, data: Mapping[str, Json]) -> None:
    runtime = SubElement(parent, "runtime")
    _properties(runtime, "runtime", data)
    add(runtime, "success_status", str(data.get("runtimeSuccessStatus", "Unknown")).capitalize())
    preference = SubElement(runtime, "learnerpreference")
    _properties(preference, "learnerPreference", data.get("learnerPreference", {}))
    for tag, name in spellings.table("comments").items():
        comments = SubElement(runtime, tag)
        for comment in data.get(name, ()):
            _properties(SubElement(comments, "comment"), "comment", comment)
    interactions = SubElement(runtime, "interactions")
    for record in data.get("runtimeInteractions", ()):
        interaction = add(interactions, "interaction", id=record.get("id", ""))
        _properties(interaction, "interaction", record)
        for holder, tag, name in (
            ("objectives", "objective", "objectives"),
            ("correct_responses", "response", "correctResponses"),
        ):
            parts = [element(tag, id=part_id) for part_id in record.get(name, ())]
            interaction.append(element(holder, None, *parts))
    objectives = SubElement(runtime, "objectives")
    for record in data.get("runtimeObjectives", ()):
        objective = add(objectives, "objective", id=record.get("id", ""))
        _properties(objective, "objective", record)
        status = record.get("runtimeObjectiveSuccessStatus", "UNKNOWN")
        add(objective, "success_status", status.capitalize())
        status = record.get("runtimeObjectiveCompletionStatus", "UNKNOWN")
        add(objective, "completion_status", status.lower())


def _properties(parent: Element, table: str, record: Mapping[str, Json]) -> None:
    """Add the properties that a table of spellings names, as elements of v1's names."""
    for tag, name in spellings.table(table).items():
        add(parent, tag, record.get(name))
