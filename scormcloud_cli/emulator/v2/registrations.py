"""Registrations over v2."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from starlette.responses import Response

from scormcloud_cli.emulator import (
    configuration,
    courses,
    happenings,
    launch_options,
    links,
    postbacks,
    registrations,
    results,
    tags,
)
from scormcloud_cli.emulator.calls import change
from scormcloud_cli.emulator.configuration import Level
from scormcloud_cli.emulator.postbacks import postback_settings
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import text
from scormcloud_cli.emulator.store import given
from scormcloud_cli.emulator.v1.postbacks import sample as legacy_sample
from scormcloud_cli.emulator.v2.courses import link_seconds
from scormcloud_cli.emulator.v2.face import Call, Handler
from scormcloud_cli.emulator.v2.lists import Listing, page, show
from scormcloud_cli.emulator.v2.results import posted, sample, shown
from scormcloud_cli.emulator.v2.settings import setting_handlers, settings_of
from scormcloud_cli.emulator.v2.tags import tag_handlers

_LISTING = Listing(
    items="registrations",
    of=registrations.LISTING,
    default_filter="registration_id",
    default_order="created_desc",
    default_time="created",
    conditions={"courseId": "course_id", "learnerId": "learner_id"},
)


def registration(call: Call, row: sqlite3.Row, query: Mapping[str, Any]) -> dict[str, Any]:
    """Return v2's RegistrationSchema of one instance of a registration.

    Args:
        call: the call it answers.
        row: the instance.
        query: what is asked for, as parameters.
    """
    return shown(
        registrations.reported(call.database, row), *_activities_and_tags(call.database, row), query
    )


def postback_content(
    database: sqlite3.Connection, row: sqlite3.Row, form: str
) -> postbacks.Content:
    """Return the result of a registration, a row of `registrations.get`, to post."""
    return posted(registrations.reported(database, row), *_activities_and_tags(database, row), form)


def _activities_and_tags(
    database: sqlite3.Connection, row: sqlite3.Row
) -> tuple[dict[str, Any] | None, list[str]]:
    root = courses.root_activity(database, row["app_id"], row["course_id"], row["version"])
    return root, tags.get(database, row["app_id"], "registration", row["id"])


def _get(call: Call) -> sqlite3.Row:
    return registrations.get(
        *call.reading, call.values["registrationId"], call.values.get("instanceId")
    )


def create(call: Call) -> None:
    body = call.body
    learner = body["learner"]
    settings = settings_of(body.get("initialSettings", {}))
    if "postBack" in body:
        settings |= postback_settings(body["postBack"])
    registrations.create(
        *call.changing,
        registrations.New(
            id=body["registrationId"],
            course_id=body["courseId"],
            version=call.values.get("courseVersion"),
            learner_id=learner["id"],
            email=learner.get("email"),
            first_name=learner.get("firstName"),
            last_name=learner.get("lastName"),
            xapi_id=body.get("xapiRegistrationId"),
            tags={
                "registration": body.get("registrationTags", []),
                "course": body.get("courseTags", []),
                "learner": body.get("learnerTags", []),
            },
            settings=settings,
            state=_state(body.get("initialRegistrationState")),
        ),
    )


def _state(record: Mapping[str, Any] | None) -> registrations.State | None:
    """Read the state that a registration begins with.

    What the service keeps of one is not documented. Here it is all that a result tells of learning
    (v2.json, CreateRegistrationSchema; inferred).
    """
    if record is None:
        return None
    details = record.get("activityDetails")
    try:
        activities = results.states(details) if details else {}
        if details:
            activities[details["id"]] |= given(
                globalObjectives=record.get("globalObjectives"), sharedData=record.get("sharedData")
            )
    except (KeyError, ValueError):
        raise Refusal(400, "initialRegistrationState: activityDetails cannot be read") from None
    return registrations.State(
        completion=record.get("registrationCompletion", "UNKNOWN"),
        success=record.get("registrationSuccess", "UNKNOWN"),
        score=(record.get("score") or {}).get("scaled"),
        seconds=record.get("totalSecondsTracked", 0),
        activities=activities,
        first_access=_moment(record.get("firstAccessDate")),
        last_access=_moment(record.get("lastAccessDate")),
        completed=_moment(record.get("completedDate")),
    )


def _moment(iso: str | None) -> str | None:
    return iso and text(datetime.fromisoformat(iso))


def exists(call: Call) -> Response:
    is_there = registrations.exists(*call.reading, call.values["registrationId"])
    return Response(status_code=200 if is_there else 404)


def build_launch_link(call: Call) -> dict[str, str]:
    path = links.launch(
        *call.changing,
        call.values["registrationId"],
        redirect=call.body["redirectOnExitUrl"],
        seconds=link_seconds(call.body),
        tracking=call.body.get("tracking", True),
        options=launch_options.of_body(call.body),
        tagged={owner: call.body.get(f"{owner}Tags", ()) for owner in links.TAGGED},
    )
    return {"launchLink": call.content_link(path)}


def get_launch_history(call: Call) -> dict[str, Any]:
    rows = registrations.launches(
        *call.reading, call.values["registrationId"], call.values.get("instanceId")
    )
    with_log = bool(call.values.get("includeHistoryLog"))
    return {
        "launchHistory": [_launch(row, _log(call, row["id"]) if with_log else None) for row in rows]
    }


def _log(call: Call, launch_id: str) -> str:
    """Return what happened in a launch; how the service writes it is not known."""
    return json.dumps(happenings.of_launch(call.database, launch_id))


def _launch(row: sqlite3.Row, log: str | None) -> dict[str, Any]:
    return given(
        id=row["id"],
        instance=row["instance"],
        score=results.scaled(row["score"]),
        completionStatus=row["completion"],
        successStatus=row["success"],
        historyLog=log,
        totalSecondsTracked=row["seconds"],
        launchTime=row["launched"],
        exitTime=row["ended"],
        lastRuntimeUpdate=row["updated"],
        launchHistoryId=row["id"],
    )


def get_instances(call: Call) -> dict[str, Any]:
    rows = registrations.instances(*call.reading, call.values["registrationId"])
    return {"registrations": [registration(call, row, call.values) for row in rows]}


def test_postback(call: Call) -> None:
    settings = postback_settings(call.body)
    form = settings.get(postbacks.FORMAT, "activity")
    legacy = settings.get(postbacks.IS_JSON) == "false"
    postbacks.post(call.emulator, settings, legacy_sample(form) if legacy else sample(form))


def _levels(call: Call, *, one_instance: bool = False) -> list[Level]:
    row = _get(call)
    course = courses.get(*call.reading, row["course_id"], row["version"])
    return configuration.of_registration(row, course, one_instance=one_instance)


get_progress = show("registrationId", "instanceId", by=registrations.get, record=registration)

HANDLERS: Mapping[str, Handler] = {
    **tag_handlers("Registration", "registrationId", registrations.get),
    **setting_handlers("Registration", _levels),
    **setting_handlers("RegistrationInstance", partial(_levels, one_instance=True)),
    "CreateRegistration": create,
    "TestRegistrationPostback": test_postback,
    "GetRegistrations": partial(page, listing=_LISTING, record=registration),
    "GetRegistration": exists,
    "GetRegistrationProgress": get_progress,
    "DeleteRegistration": change("registrationId", by=registrations.delete),
    "DeleteRegistrationProgress": change("registrationId", by=registrations.reset),
    "DeleteRegistrationGlobalData": change("registrationId", by=registrations.reset_global_data),
    "BuildRegistrationLaunchLink": build_launch_link,
    "GetRegistrationLaunchHistory": get_launch_history,
    "CreateNewRegistrationInstance": change("registrationId", by=registrations.add_instance),
    "GetRegistrationInstances": get_instances,
    "GetRegistrationInstanceProgress": get_progress,
    "GetRegistrationInstanceLaunchHistory": get_launch_history,
    "DeleteRegistrationInstance": change("registrationId", "instanceId", by=registrations.delete),
}
