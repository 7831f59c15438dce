"""Registration reports in v1's three formats (docs/service/v1.md, Registration reports)."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from scormcloud_cli.api.catalog import spellings
from scormcloud_cli.emulator import courses, results
from scormcloud_cli.emulator.v1.envelope import add
from scormcloud_cli.emulator.v1.face import Call

Json = Any


def completion(word: str) -> str:
    """Return v1's word for a completion."""
    return spellings.to_v1("completion", word) or "unknown"


def success(word: str) -> str:
    """Return v1's word for a success."""
    return spellings.to_v1("success", word) or "unknown"


def add_report(parent: Element, call: Call, row: sqlite3.Row, form: str) -> Element:
    """Add a report on one instance of a registration.

    Args:
        parent: what to add it to.
        call: the call it answers.
        row: the instance.
        form: ``course``, ``activity`` or ``full``.
    """
    report = add(
        parent, "registrationreport", format=form, regid=row["id"], instanceid=str(row["instance"])
    )
    if form == "course":
        add(report, "complete", completion(row["completion"]))
        add(report, "success", success(row["success"]))
        add(report, "totaltime", f"{row['seconds']:g}")
        add(report, "score", "unknown" if row["score"] is None else f"{row['score']:g}")
        return report
    course = courses.get(call.database, row["app_id"], row["course_id"], row["version"])
    states: Mapping[str, Json] = json.loads(row["activities"])
    root = results.details(
        json.loads(course["root_activity"]), states, children=True, interactions=True, runtime=True
    )
    if form == "activity":
        _activity(report, root)
    else:
        _full_activity(report, root)
    return report


def _activity(parent: Element, result: Mapping[str, Json]) -> None:
    element = add(parent, "activity", id=result["id"])
    add(element, "title", result["title"])
    add(element, "attempts", result["attempts"])
    add(element, "complete", completion(result["activityCompletion"]))
    add(element, "success", success(result["activitySuccess"]))
    add(element, "time", f"{results.seconds_of(result['timeTracked']):g}")
    score = result.get("score")
    add(element, "score", "unknown" if score is None else f"{score['scaled']:g}")
    children = SubElement(element, "children")
    for child in result["children"]:
        _activity(children, child)


def _full_activity(parent: Element, result: Mapping[str, Json]) -> None:
    element = add(parent, "activity", id=result["id"])
    known = result["activitySuccess"] != "UNKNOWN"
    add(element, "title", result["title"])
    add(element, "satisfied", result["activitySuccess"] == "PASSED")
    add(element, "completed", result["activityCompletion"] == "COMPLETED")
    add(element, "progressstatus", known)
    add(element, "timeacrossattempts", result["timeTracked"])
    add(element, "attempts", result["attempts"])
    add(element, "suspended", result["suspended"])
    objectives = SubElement(element, "objectives")
    if "score" in result:
        primary = add(objectives, "objective", id="PRIMARYOBJ")
        add(primary, "measurestatus", "true")
        add(primary, "normalizedmeasure", f"{result['score']['scaled'] / 100:g}")
        add(primary, "progressstatus", known)
        add(primary, "satisfiedstatus", result["activitySuccess"] == "PASSED")
    if "runtime" in result:
        _runtime(element, result["runtime"])
    children = SubElement(element, "children")
    for child in result["children"]:
        _full_activity(children, child)


def _runtime(parent: Element, data: Mapping[str, Json]) -> None:
    element = SubElement(parent, "runtime")
    _properties(element, "runtime", data)
    add(element, "success_status", str(data.get("runtimeSuccessStatus", "Unknown")).capitalize())
    preference = SubElement(element, "learnerpreference")
    _properties(preference, "learnerPreference", data.get("learnerPreference", {}))
    for tag, name in spellings.table("comments").items():
        comments = SubElement(element, tag)
        for comment in data.get(name, ()):
            _properties(SubElement(comments, "comment"), "comment", comment)
    interactions = SubElement(element, "interactions")
    for record in data.get("runtimeInteractions", ()):
        interaction = add(interactions, "interaction", id=record.get("id", ""))
        _properties(interaction, "interaction", record)
        for holder, tag, name in (
            ("objectives", "objective", "objectives"),
            ("correct_responses", "response", "correctResponses"),
        ):
            parts = SubElement(interaction, holder)
            for part_id in record.get(name, ()):
                add(parts, tag, id=part_id)
    objectives = SubElement(element, "objectives")
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
