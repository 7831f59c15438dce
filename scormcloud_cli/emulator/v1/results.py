"""Registration reports in v1's three formats (docs/service/v1.md, Registration reports)."""

import sqlite3
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from scormcloud_cli.api.catalog import spellings
from scormcloud_cli.emulator import courses, registrations, results
from scormcloud_cli.emulator.v1.envelope import add, element
from scormcloud_cli.emulator.v1.face import Call

Json = Any

# How much a report says.
FORMATS = ("course", "activity", "full")

_UNKNOWN = {
    "runtimeObjectiveSuccessStatus": "UNKNOWN",
    "runtimeObjectiveCompletionStatus": "UNKNOWN",
}


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
    key = (row["app_id"], row["course_id"], row["version"])
    activity = None if form == "course" else courses.root_activity(call.database, *key)
    parent.append(report(registrations.reported(call.database, row), activity, form))


def report(instance: Mapping[str, Json], activity: Mapping[str, Json] | None, form: str) -> Element:
    """Return a report on one instance of a registration.

    Args:
        instance: its result and its learner, by column.
        activity: the course's root activity, as `results.details` takes it; None where its version
            was deleted.
        form: one of `FORMATS`.
    """
    report = element(
        "registrationreport",
        None,
        format=form,
        regid=instance["id"],
        instanceid=str(instance["instance"]),
    )
    if form == "course":
        add(report, "complete", completion(instance["completion"]))
        add(report, "success", success(instance["success"]))
        add(report, "totaltime", int(instance["seconds"]))
        add(report, "score", _score(instance["score"]))
    elif activity is not None:
        states = results.reported(instance, activity)
        root = results.details(activity, states, children=True, interactions=True, runtime=True)
        report.append(_activity(root) if form == "activity" else _full_activity(root, instance))
    return report


def _score(score: float | None) -> str:
    return "unknown" if score is None else f"{score:g}"


def _activity(result: Mapping[str, Json]) -> Element:
    activity = element("activity", id=result["id"])
    add(activity, "title", result["title"])
    add(activity, "attempts", result["attempts"])
    add(activity, "complete", completion(result["activityCompletion"]))
    add(activity, "success", success(result["activitySuccess"]))
    add(activity, "timeacrossattempts", result["timeTracked"])
    add(activity, "time", result["timeTracked"])
    add(activity, "score", _score(result.get("score", {}).get("scaled")))
    activity.append(element("children", None, *map(_activity, result["children"])))
    return activity


def _full_activity(result: Mapping[str, Json], row: Mapping[str, Json]) -> Element:
    activity = element("activity", id=result["id"])
    add(activity, "title", result["title"])
    add(activity, "satisfied", result["activitySuccess"] == "PASSED")
    add(activity, "completed", result["activityCompletion"] == "COMPLETED")
    add(activity, "progressstatus", result["activitySuccess"] != "UNKNOWN")
    add(activity, "attemptprogressstatus", result["activityCompletion"] != "UNKNOWN")
    add(activity, "timeacrossattempts", result["timeTracked"])
    add(activity, "attempts", result["attempts"])
    add(activity, "suspended", result["suspended"])
    activity.append(element("objectives", None, *map(_objective, result["objectives"])))
    runtime = _runtime(result["runtime"])
    runtime.append(_static(result["staticProperties"], row))
    activity.append(runtime)
    children = (_full_activity(child, row) for child in result["children"])
    activity.append(element("children", None, *children))
    return activity


def _objective(result: Mapping[str, Json]) -> Element:
    scaled = (result.get("score") or {}).get("scaled")
    known = result.get("objectiveSuccess", "UNKNOWN")
    primary = "true" if result.get("primary") else "false"
    objective = element("objective", id=result.get("id", ""), primary=primary)
    add(objective, "measurestatus", scaled is not None)
    add(objective, "normalizedmeasure", "0.0" if scaled is None else f"{scaled / 100:g}")
    add(objective, "progressstatus", known != "UNKNOWN")
    add(objective, "satisfiedstatus", known == "PASSED")
    return objective


def _runtime(data: Mapping[str, Json]) -> Element:
    runtime = Element("runtime")
    _properties(runtime, "runtime", data)
    preference = Element("learnerpreference")
    _properties(preference, "learnerPreference", data["learnerPreference"])
    runtime.insert(tuple(spellings.table("runtime")).index("location"), preference)
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
        _properties(objective, "objective", {**_UNKNOWN, **record})
    return runtime


def _static(properties: Mapping[str, Json], row: Mapping[str, Json]) -> Element:
    static = Element("static")
    unused = {} if properties["scaledPassingScoreUsed"] else {"scaledPassingScore": None}
    _properties(static, "static", {**properties, **unused})
    name = ", ".join(filter(None, (row["last_name"], row["first_name"])))
    # After what the course says at its launch, as the service has them.
    static.insert(2, element("learner_id", row["learner_id"]))
    static.insert(3, element("learner_name", name))
    return static


def _properties(parent: Element, table: str, record: Mapping[str, Json]) -> None:
    """Add the properties that a table of spellings names, as elements of v1's names."""
    for tag, name in spellings.table(table).items():
        add(parent, tag, spellings.text_to_v1(name, record.get(name)))
