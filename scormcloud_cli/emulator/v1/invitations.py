"""Invitations over v1."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from scormcloud_cli.emulator import invitations, registrations
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.v1 import envelope, results
from scormcloud_cli.emulator.v1.courses import matches
from scormcloud_cli.emulator.v1.envelope import add
from scormcloud_cli.emulator.v1.face import Call, Handler
from scormcloud_cli.emulator.v1.postbacks import postback_settings


def create(call: Call) -> Element:
    values = call.values
    public = values["public"] == "true"
    addresses = [address.strip() for address in call.words("addresses")]
    if not public and not addresses:
        raise Refusal(400, "addresses is required for a private invitation")
    facts: dict[str, Any] = {"subject": values.get("emailSubject"), "body": values.get("emailBody")}
    if values.get("registrationCap"):
        facts["registration_cap"] = int(values["registrationCap"])
    if values.get("expirationdate"):
        facts["expires"] = call.moment("expirationdate")
    root = envelope.ok()
    root.text = invitations.create(
        *call.changing,
        invitations.New(
            course_id=values["courseid"],
            public=public,
            creator=values.get("creatingUserEmail", ""),
            addresses=() if public else addresses,
            facts=facts,
            tags=call.words("tags"),
            settings=postback_settings(call),
        ),
    )
    return root


def get_status(call: Call) -> Element:
    _get(call)
    return envelope.saying("status", "complete")


def get_info(call: Call) -> Element:
    root = envelope.ok()
    row = _get(call)
    element = _invitation(call, root, row)
    users = SubElement(element, "userInvitations")
    for person in invitations.invited_by(*call.reading, row["id"]):
        user = SubElement(users, "userInvitation")
        add(user, "email", person["email"])
        add(user, "url", call.link(f"/invitation/{person['token']}"))
        add(user, "isStarted", person["first_access"] is not None)
        add(user, "registrationId", person["registration_id"])
        if call.flag("detail"):
            instance = registrations.get(*call.reading, person["registration_id"])
            results.add_report(user, call, instance, "course")
    if errors := json.loads(row["errors"]):
        envelope.add_list(element, "errors", "error", errors)
    return root


def get_list(call: Call) -> Element:
    root = envelope.ok()
    parent = SubElement(root, "invitationlist")
    for row in invitations.all_of(*call.reading):
        by_id, by_course = call.values.get("filter"), call.values.get("coursefilter")
        if (not by_id or matches(by_id, row["id"])) and (
            not by_course or matches(by_course, row["course_id"])
        ):
            SubElement(_invitation(call, parent, row), "userInvitations")
    return root


def change_status(call: Call) -> Element:
    facts: dict[str, Any] = {"allow_launch": call.flag("enable")}
    if call.flag("open") is not None:
        facts["allow_new_registrations"] = call.flag("open")
    if call.values.get("expirationdate"):
        facts["expires"] = call.moment("expirationdate")
    invitations.update(*call.changing, call.values["invitationId"], facts, {})
    return envelope.success()


def _get(call: Call) -> sqlite3.Row:
    return invitations.get(*call.reading, call.values["invitationId"])


def _invitation(call: Call, parent: Element, row: sqlite3.Row) -> Element:
    element = SubElement(parent, "invitationInfo")
    add(element, "id", row["id"])
    add(element, "body", row["body"])
    add(element, "courseId", row["course_id"])
    add(element, "subject", row["subject"])
    add(element, "url", call.link(f"/invitation/{row['token']}") if row["public"] else None)
    add(element, "allowLaunch", bool(row["allow_launch"]))
    add(element, "allowNewRegistrations", bool(row["allow_new_registrations"]))
    add(element, "public", bool(row["public"]))
    add(element, "created", "true")
    add(element, "createdDate", envelope.time(row["created"]))
    return element


HANDLERS: Mapping[str, Handler] = {
    "rustici.invitation.createInvitation": create,
    "rustici.invitation.createInvitationAsync": create,
    "rustici.invitation.getInvitationStatus": get_status,
    "rustici.invitation.getInvitationInfo": get_info,
    "rustici.invitation.getInvitationList": get_list,
    "rustici.invitation.changeStatus": change_status,
}
