"""Registrations over v1."""

import json
import sqlite3
from collections.abc import Mapping
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from starlette.responses import RedirectResponse, Response

from scormcloud_cli.api.catalog import spellings
from scormcloud_cli.emulator import (
    applications,
    configuration,
    courses,
    happenings,
    learners,
    links,
    lists,
    postbacks,
    registrations,
)
from scormcloud_cli.emulator.calls import change
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.store import given
from scormcloud_cli.emulator.v1 import envelope, results
from scormcloud_cli.emulator.v1.courses import matches
from scormcloud_cli.emulator.v1.envelope import add, element
from scormcloud_cli.emulator.v1.face import Call, Handler, NumberedRefusal
from scormcloud_cli.emulator.v1.postbacks import postback_settings, sample


def create(call: Call) -> None:
    values = call.values
    if values.get("urlname") and not values.get("urlpass"):
        raise NumberedRefusal(3, "urlname needs urlpass")
    registrations.create(
        *call.changing,
        registrations.New(
            id=values["regid"],
            course_id=values["courseid"],
            version=call.number("versionid"),
            learner_id=values["learnerid"],
            email=values.get("email"),
            first_name=call.text("fname"),
            last_name=call.text("lname"),
            tags={
                "registration": call.words("registrationTags"),
                "course": call.words("courseTags"),
                "learner": call.words("learnerTags"),
            },
            settings=postback_settings(call),
        ),
    )


def exists(call: Call) -> Element:
    return element("result", registrations.exists(*call.reading, call.values["regid"]))


def delete(call: Call) -> None:
    if not applications.allows_deletion(*call.reading):
        raise NumberedRefusal(100, "The application does not allow registrations to be deleted")
    registrations.delete(
        *call.changing,
        call.values["regid"],
        call.number("instanceid"),
        newest=call.values.get("instanceid") == "latest",
    )


def create_instance(call: Call) -> Element:
    instance = registrations.add_instance(*call.changing, call.values["regid"])
    return element("success", instanceid=str(instance))


def get_list(call: Call, *, with_results: bool = False) -> Element:
    values = given(
        course_id=call.text("courseid"),
        learner_id=call.text("learnerid"),
        updated_after=call.moment("after"),
        updated_until=call.moment("until"),
    )
    selection = lists.Selection(values=values)
    rows = lists.select(call.database, registrations.LISTING, call.app_id, selection)
    parent = Element("registrationlist")
    by_id, by_course = call.values.get("filter"), call.values.get("coursefilter")
    for row in sorted(rows, key=lambda row: str(row["id"])):
        if matches(by_id, row["id"]) and matches(by_course, row["course_id"]):
            registration = _registration(call, row)
            if with_results:
                form = call.values.get("resultsformat", "course")
                results.add_report(registration, call, row, form)
            parent.append(registration)
    return parent


def get_detail(call: Call) -> Element:
    return _registration(call, _get(call))


def _registration(call: Call, row: sqlite3.Row) -> Element:
    registration = element("registration", id=row["id"], courseid=row["course_id"])
    for tag, value in (
        ("appId", row["app_id"]),
        ("registrationId", row["id"]),
        ("courseId", row["course_id"]),
        ("courseTitle", row["course_title"]),
        # Clients parse it as a number, before any launch too.
        ("lastCourseVersionLaunched", row["version"]),
        ("learnerId", row["learner_id"]),
        ("learnerFirstName", row["first_name"]),
        ("learnerLastName", row["last_name"]),
        ("email", row["email"]),
        ("createDate", envelope.time(row["created"])),
        ("firstAccessDate", envelope.time(row["first_access"])),
        ("lastAccessDate", envelope.time(row["last_access"])),
        ("completedDate", envelope.time(row["completed"])),
        ("tinCanRegistrationId", row["xapi_id"]),
    ):
        add(registration, tag, value)
    instances = SubElement(registration, "instances")
    for instance_row in registrations.instances(call.database, row["app_id"], row["id"]):
        instance = SubElement(instances, "instance")
        add(instance, "instanceId", instance_row["instance"])
        add(instance, "courseVersion", instance_row["version"])
        add(instance, "updateDate", envelope.time(instance_row["updated"]))
    return registration


def get_result(call: Call) -> Element | Response:
    root = envelope.ok()
    word = call.values.get("format", "")
    form = call.values.get("resultsformat", word if word in results.FORMATS else "course")
    results.add_report(root, call, _get(call, call.number("instanceid")), form)
    if "json" not in (call.values.get("dataformat"), word):
        return root
    document = json.dumps({"rsp": envelope.to_json(root)})
    if callback := call.values.get("jsoncallback"):
        if not callback.replace(".", "_").isidentifier():
            raise Refusal(400, "jsoncallback is not the name of a function")
        return Response(f"{callback}({document})", media_type="application/javascript")
    return Response(document, media_type="application/json")


def launch(call: Call) -> Response:
    path = links.launch(
        *call.changing,
        call.values["regid"],
        redirect=call.values["redirecturl"],
        tracking=call.values.get("disableTracking") != "true",
    )
    return RedirectResponse(call.content_link(path), 302)


def get_launch_history(call: Call) -> Element:
    registration_id = call.values["regid"]
    rows = registrations.launches(*call.reading, registration_id)
    return element("launchhistory", None, *map(_launch, rows), regid=registration_id)


def _launch(row: sqlite3.Row) -> Element:
    launch = element("launch", id=row["id"])
    add(launch, "completion", results.completion(row["completion"]))
    add(launch, "satisfaction", results.success(row["success"]))
    add(launch, "measure_status", "0" if row["score"] is None else "1")
    add(launch, "normalized_measure", f"{(row['score'] or 0) / 100:g}")
    add(launch, "experienced_duration_tracked", round(row["seconds"] * 100))
    add(launch, "launch_time", envelope.time(row["launched"]))
    add(launch, "exit_time", envelope.time(row["ended"]))
    add(launch, "update_dt", envelope.time(row["updated"]))
    return launch


def get_launch_info(call: Call) -> Element:
    launch = _launch(registrations.launch(*call.reading, call.values["launchid"]))
    records = happenings.of_launch(call.database, call.values["launchid"])
    log = add(SubElement(launch, "log"), "RuntimeLog", trackingEnabled="true")
    log.extend(_event(number, record) for number, record in enumerate(records, 1))
    return launch


def _event(number: int, record: Mapping[str, Any]) -> Element:
    """Return a RuntimeEvent; of a call it has more attributes than the service's."""
    known = {
        "id": number,
        "event": record.get("event") or ("Set" if "SetValue" in record["function"] else "Call"),
        "timestamp": envelope.time(record["at"]),
        "itemIdentifier": record.get("activity"),
        **{name: record.get(name) for name in ("number", "function", "answer", "error", "message")},
        "diagnostic": record.get("diagnostic"),
        **{name: json.dumps(record[name]) for name in ("arguments", "changes") if record.get(name)},
    }
    attributes = {name: str(value) for name, value in known.items() if value is not None}
    return element("RuntimeEvent", None, **attributes)


def update_learner_info(call: Call) -> None:
    learners.update(
        *call.changing,
        call.values["learnerid"],
        email=call.values.get("email"),
        first_name=call.values["fname"] or None,
        last_name=call.values["lname"] or None,
        new_id=call.values.get("newid"),
    )


def test_postback(call: Call) -> None:
    content = sample(call.values.get("resultsformat", "course"))
    postbacks.post(call.emulator, postback_settings(call), content)


def get_postback(call: Call) -> Element:
    row = _get(call)
    course = courses.get(*call.reading, row["course_id"])
    levels = configuration.of_registration(row, course)
    settings = {
        value.setting.id: value.effective
        for value in configuration.get(*call.reading, levels)
        if value.source != "default"
    }
    info = element("postbackinfo", regid=row["id"])
    for tag, setting in spellings.table("postbackInfo").items():
        add(info, tag, settings.get(setting))
    return info


def update_postback(call: Call) -> None:
    # Sending only the URL removes the credentials (docs/service/v1.md, Postbacks).
    _set_postback(call, postback_settings(call, "postbackUpdate"))


def _set_postback(call: Call, settings: Mapping[str, str]) -> None:
    configuration.change(
        *call.changing, lambda: [("registration", _get(call)["id"])], settings, unset=postbacks.ALL
    )


def _get(call: Call, instance: int | None = None) -> sqlite3.Row:
    return registrations.get(*call.reading, call.values["regid"], instance)


HANDLERS: Mapping[str, Handler] = {
    "rustici.registration.createRegistration": create,
    "rustici.registration.exists": exists,
    "rustici.registration.deleteRegistration": delete,
    "rustici.registration.resetRegistration": change("regid", by=registrations.reset),
    "rustici.registration.resetGlobalObjectives": change(
        "regid", by=registrations.reset_global_data
    ),
    "rustici.registration.createNewInstance": create_instance,
    "rustici.registration.getRegistrationList": get_list,
    "rustici.registration.getRegistrationListResults": partial(get_list, with_results=True),
    "rustici.registration.getRegistrationDetail": get_detail,
    "rustici.registration.getRegistrationResult": get_result,
    "rustici.registration.launch": launch,
    "rustici.registration.getLaunchHistory": get_launch_history,
    "rustici.registration.getLaunchInfo": get_launch_info,
    "rustici.registration.updateLearnerInfo": update_learner_info,
    "rustici.registration.testRegistrationPostUrl": test_postback,
    "rustici.registration.getPostbackInfo": get_postback,
    "rustici.registration.updatePostbackInfo": update_postback,
    "rustici.registration.deletePostbackInfo": partial(_set_postback, settings={}),
}
