"""Registrations over v1."""

import json
import sqlite3
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from starlette.responses import RedirectResponse, Response

from scormcloud_cli.emulator import (
    configuration,
    courses,
    learners,
    links,
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
        call.emulator,
        call.app_id,
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
    database = call.emulator.store.reading()
    found = registrations.exists(database, call.app_id, call.values["regid"])
    return envelope.result(found)


def delete(call: Call) -> Element:
    query = "SELECT allow_delete FROM applications WHERE id = ?"
    allowed = call.emulator.store.reading().execute(query, (call.app_id,)).fetchone()[0]
    if not allowed:
        raise NumberedRefusal(100, "The application does not allow registrations to be deleted")
    instance = call.number("instanceid")
    if call.values.get("instanceid") == "latest":
        instance = _get(call)["instance"]
    registrations.delete(call.emulator, call.app_id, call.values["regid"], instance)
    return envelope.success()


def reset(call: Call) -> Element:
    registrations.reset(call.emulator, call.app_id, call.values["regid"])
    return envelope.success()


def reset_objectives(call: Call) -> Element:
    _get(call)  # objectives shared between courses are not kept here, so there are none to clear
    return envelope.success()


def create_instance(call: Call) -> Element:
    instance = registrations.add_instance(call.emulator, call.app_id, call.values["regid"])
    return envelope.success(instanceid=str(instance))


def get_list(call: Call) -> Element:
    return _list(call, with_results=False)


def get_list_results(call: Call) -> Element:
    return _list(call, with_results=True)


def _list(call: Call, *, with_results: bool) -> Element:
    query, values = registrations.all_newest(call.app_id)
    for name, column in (("courseid", "r.course_id"), ("learnerid", "r.learner_id")):
        if call.values.get(name):
            query += f" AND {column} = ?"
            values.append(call.values[name])
    for name, sign in (("after", ">"), ("until", "<=")):
        if call.values.get(name):
            query += f" AND i.updated {sign} ?"
            values.append(call.moment(name))
    root = envelope.ok()
    parent = SubElement(root, "registrationlist")
    for row in call.emulator.store.reading().execute(query + " ORDER BY r.id", values).fetchall():
        if not all(
            matches(pattern, row[column])
            for pattern, column in (
                (call.values.get("filter"), "id"),
                (call.values.get("coursefilter"), "course_id"),
            )
            if pattern
        ):
            continue
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
    database = call.emulator.store.reading()
    for each in registrations.instances(database, row["app_id"], row["id"]):
        instance = SubElement(instances, "instance")
        add(instance, "instanceId", each["instance"])
        add(instance, "courseVersion", each["version"])
        add(instance, "updateDate", envelope.time(each["updated"]))
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
        call.emulator,
        call.app_id,
        call.values["regid"],
        redirect=call.values["redirecturl"],
        tracking=call.values.get("disableTracking") != "true",
    )
    return RedirectResponse(call.link(path), 302)


def get_launch_history(call: Call) -> Element:
    database = call.emulator.store.reading()
    root = envelope.ok()
    history = add(root, "launchhistory", regid=call.values["regid"])
    for row in registrations.launches(database, call.app_id, call.values["regid"]):
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
    query = "SELECT * FROM launches WHERE app_id = ? AND id = ?"
    values = (call.app_id, call.values["launchid"])
    row = call.emulator.store.reading().execute(query, values).fetchone()
    if row is None:
        raise Refusal(404, f"Could not find launch [{values[1]}]", "launch")
    root = envelope.ok()
    SubElement(_launch(root, row), "log")  # the emulator plays nothing, so nothing happened in it
    return root


def update_learner_info(call: Call) -> Element:
    learners.update(
        call.emulator,
        call.app_id,
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
    course = courses.get(call.emulator.store.reading(), call.app_id, row["course_id"])
    looked_in = configuration.of_registration(row["id"], course)
    database = call.emulator.store.reading()
    found = {
        value.setting.id: value.effective
        for value in configuration.get(database, call.app_id, looked_in)
        if value.source != "default"
    }
    root = envelope.ok()
    info = add(root, "postbackinfo", regid=row["id"])
    for tag, setting in (
        ("url", postbacks.URL),
        ("authtype", postbacks.AUTH_TYPE),
        ("login", postbacks.USER),
        ("password", postbacks.PASSWORD),
        ("resultsformat", postbacks.FORMAT),
    ):
        add(info, tag, found.get(setting))
    return root


def update_postback(call: Call) -> Element:
    row = _get(call)
    given = {
        postbacks.URL: call.values["url"],
        postbacks.AUTH_TYPE: call.values.get("authtype"),
        postbacks.USER: call.values.get("name"),
        postbacks.PASSWORD: call.values.get("password"),
        postbacks.FORMAT: call.values.get("resultsformat"),
    }
    level = ("registration", row["id"])
    with call.emulator.store.writing() as database:
        # Sending only the URL removes the credentials (spec/v1-methods.json).
        for setting in postbacks.ALL:
            configuration.unset(database, call.app_id, level, setting)
        settings = {name: value for name, value in given.items() if value}
        configuration.set_all(database, call.app_id, level, settings)
    return envelope.success()


def delete_postback(call: Call) -> Element:
    row = _get(call)
    with call.emulator.store.writing() as database:
        for setting in postbacks.ALL:
            configuration.unset(database, call.app_id, ("registration", row["id"]), setting)
    return envelope.success()


def _get(call: Call, instance: int | None = None) -> sqlite3.Row:
    database = call.emulator.store.reading()
    return registrations.get(database, call.app_id, call.values["regid"], instance)


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
