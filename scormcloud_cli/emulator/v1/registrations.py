"""Registrations over v1."""

import json
import sqlite3
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from starlette.responses import RedirectResponse, Response

from scormcloud_cli.api.catalog import spellings
from scormcloud_cli.emulator import (
    applications,
    configuration,
    courses,
    learners,
    links,
    lists,
    postbacks,
    registrations,
)
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.v1 import envelope, results
from scormcloud_cli.emulator.v1.courses import matches
from scormcloud_cli.emulator.v1.envelope import add
from scormcloud_cli.emulator.v1.face import Call, Handler, NumberedRefusal
from scormcloud_cli.emulator.v1.postbacks import postback_settings


def create(call: Call) -> Element:
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
            first_name=values.get("fname") or None,
            last_name=values.get("lname") or None,
            tags={
                "registration": call.words("registrationTags"),
                "course": call.words("courseTags"),
                "learner": call.words("learnerTags"),
            },
            settings=postback_settings(call),
        ),
    )
    return envelope.success()


def exists(call: Call) -> Element:
    is_there = registrations.exists(*call.reading, call.values["regid"])
    return envelope.saying("result", is_there)


def delete(call: Call) -> Element:
    if not applications.allows_deletion(*call.reading):
        raise NumberedRefusal(100, "The application does not allow registrations to be deleted")
    registrations.delete(
        *call.changing,
        call.values["regid"],
        call.number("instanceid"),
        newest=call.values.get("instanceid") == "latest",
    )
    return envelope.success()


def reset(call: Call) -> Element:
    registrations.reset(*call.changing, call.values["regid"])
    return envelope.success()


def reset_objectives(call: Call) -> Element:
    _get(call)  # objectives shared between courses are not kept here, so there are none to clear
    return envelope.success()


def create_instance(call: Call) -> Element:
    instance = registrations.add_instance(*call.changing, call.values["regid"])
    return envelope.success(instanceid=str(instance))


def get_list(call: Call) -> Element:
    return _list(call, with_results=False)


def get_list_results(call: Call) -> Element:
    return _list(call, with_results=True)


# Parameters of lists, and the conditions they stand for.
_CONDITIONS = {"courseid": "course_id", "learnerid": "learner_id"}
_TIMES = {"after": "updated_after", "until": "updated_until"}


def _list(call: Call, *, with_results: bool) -> Element:
    values = {_CONDITIONS[name]: call.values[name] for name in _CONDITIONS if call.values.get(name)}
    values |= {_TIMES[name]: call.moment(name) for name in _TIMES if call.values.get(name)}
    selection = lists.Selection(values=values)
    rows = lists.select(call.database, registrations.LISTING, call.app_id, selection)
    root = envelope.ok()
    parent = SubElement(root, "registrationlist")
    by_id, by_course = call.values.get("filter"), call.values.get("coursefilter")
    for row in sorted(rows, key=lambda row: str(row["id"])):
        if (not by_id or matches(by_id, row["id"])) and (
            not by_course or matches(by_course, row["course_id"])
        ):
            element = _registration(parent, call, row)
            if with_results:
                results.add_report(element, call, row, call.values.get("resultsformat", "course"))
    return root


def get_detail(call: Call) -> Element:
    root = envelope.ok()
    _registration(root, call, _get(call))
    return root


def _registration(parent: Element, call: Call, row: sqlite3.Row) -> Element:
    element = add(parent, "registration", id=row["id"], courseid=row["course_id"])
    launched = row["version"] if row["first_access"] else None
    for tag, value in (
        ("appId", row["app_id"]),
        ("registrationId", row["id"]),
        ("courseId", row["course_id"]),
        ("courseTitle", row["course_title"]),
        ("lastCourseVersionLaunched", launched),
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
        add(element, tag, value)
    instances = SubElement(element, "instances")
    for instance in registrations.instances(call.database, row["app_id"], row["id"]):
        element_of_one = SubElement(instances, "instance")
        add(element_of_one, "instanceId", instance["instance"])
        add(element_of_one, "courseVersion", instance["version"])
        add(element_of_one, "updateDate", envelope.time(instance["updated"]))
    return element


def get_result(call: Call) -> Element | Response:
    root = envelope.ok()
    form = call.values.get("resultsformat", "course")
    results.add_report(root, call, _get(call, call.number("instanceid")), form)
    if "json" not in (call.values.get("dataformat"), call.values.get("format")):
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
    return RedirectResponse(call.link(path), 302)


def get_launch_history(call: Call) -> Element:
    root = envelope.ok()
    history = add(root, "launchhistory", regid=call.values["regid"])
    for row in registrations.launches(*call.reading, call.values["regid"]):
        _launch(history, row)
    return root


def _launch(parent: Element, row: sqlite3.Row) -> Element:
    element = add(parent, "launch", id=row["id"])
    add(element, "completion", results.completion(row["completion"]))
    add(element, "satisfaction", results.success(row["success"]))
    add(element, "measure_status", "0" if row["score"] is None else "1")
    add(element, "normalized_measure", f"{(row['score'] or 0) / 100:g}")
    add(element, "experienced_duration_tracked", round(row["seconds"] * 100))
    add(element, "launch_time", envelope.time(row["launched"]))
    add(element, "exit_time", envelope.time(row["ended"]))
    add(element, "update_dt", envelope.time(row["updated"]))
    return element


def get_launch_info(call: Call) -> Element:
    row = registrations.launch(*call.reading, call.values["launchid"])
    root = envelope.ok()
    SubElement(_launch(root, row), "log")  # the emulator plays nothing, so nothing happened in it
    return root


def update_learner_info(call: Call) -> Element:
    learners.update(
        *call.changing,
        call.values["learnerid"],
        email=call.values.get("email"),
        first_name=call.values["fname"] or None,
        last_name=call.values["lname"] or None,
        new_id=call.values.get("newid"),
    )
    return envelope.success()


def test_postback(call: Call) -> Element:
    postbacks.post(postback_settings(call), postbacks.sample())
    return envelope.success()


def get_postback(call: Call) -> Element:
    row = _get(call)
    course = courses.get(*call.reading, row["course_id"])
    looked_in = configuration.of_registration(row["id"], course)
    settings = {
        value.setting.id: value.effective
        for value in configuration.get(*call.reading, looked_in)
        if value.source != "default"
    }
    root = envelope.ok()
    info = add(root, "postbackinfo", regid=row["id"])
    for tag, setting in spellings.table("postbackInfo").items():
        add(info, tag, settings.get(setting))
    return root


def update_postback(call: Call) -> Element:
    # Sending only the URL removes the credentials (docs/service/v1.md, Postbacks).
    return _set_postback(call, postback_settings(call, "postbackUpdate"))


def delete_postback(call: Call) -> Element:
    return _set_postback(call, {})


def _set_postback(call: Call, settings: Mapping[str, str]) -> Element:
    configuration.change(
        *call.changing, lambda: [("registration", _get(call)["id"])], settings, unset=postbacks.ALL
    )
    return envelope.success()


def _get(call: Call, instance: int | None = None) -> sqlite3.Row:
    return registrations.get(*call.reading, call.values["regid"], instance)


HANDLERS: Mapping[str, Handler] = {
    "rustici.registration.createRegistration": create,
    "rustici.registration.exists": exists,
    "rustici.registration.deleteRegistration": delete,
    "rustici.registration.resetRegistration": reset,
    "rustici.registration.resetGlobalObjectives": reset_objectives,
    "rustici.registration.createNewInstance": create_instance,
    "rustici.registration.getRegistrationList": get_list,
    "rustici.registration.getRegistrationListResults": get_list_results,
    "rustici.registration.getRegistrationDetail": get_detail,
    "rustici.registration.getRegistrationResult": get_result,
    "rustici.registration.launch": launch,
    "rustici.registration.getLaunchHistory": get_launch_history,
    "rustici.registration.getLaunchInfo": get_launch_info,
    "rustici.registration.updateLearnerInfo": update_learner_info,
    "rustici.registration.testRegistrationPostUrl": test_postback,
    "rustici.registration.getPostbackInfo": get_postback,
    "rustici.registration.updatePostbackInfo": update_postback,
    "rustici.registration.deletePostbackInfo": delete_postback,
}
