"""Invitations over v1."""

import json
import sqlite3
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from scormcloud_cli.emulator import invitations, registrations
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.store import given
from scormcloud_cli.emulator.v1 import envelope, results
from scormcloud_cli.emulator.v1.courses import matches
from scormcloud_cli.emulator.v1.envelope import add, element
from scormcloud_cli.emulator.v1.face import Call, Handler
from scormcloud_cli.emulator.v1.postbacks import postback_settings


def create(call: Call) -> Element:
    values = call.values
    public = values["public"] == "true"
    addresses = [address.strip() for address in call.words("addresses")]
    if not public and not addresses:
        raise Refusal(400, "addresses is required for a private invitation")
    facts = given(
        subject=values.get("emailSubject"),
        body=values.get("emailBody"),
        registration_cap=call.number("registrationCap"),
        expires=call.moment("expirationdate"),
    )
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
    return element("status", "complete")


def get_info(call: Call) -> Element:
    row = _get(call)
    invitation = _invitation(call, row)
    users = SubElement(invitation, "userInvitations")
    for person in invitations.invited_by(*call.reading, row["id"]):
        user = SubElement(users, "userInvitation")
        add(user, "email", person["email"])
        add(user, "url", call.content_link(invitations.PATH + person["token"]))
        add(user, "isStarted", person["first_access"] is not None)
        add(user, "registrationId", person["registration_id"])
        if call.flag("detail"):
            instance = registrations.get(*call.reading, person["registration_id"])
            results.add_report(user, call, instance, "course")
    return invitation


def get_list(call: Call) -> Element:
    parent = Element("invitationlist")
    by_id, by_course = call.values.get("filter"), call.values.get("coursefilter")
    for row in invitations.all_of(*call.reading):
        if matches(by_id, row["id"]) and matches(by_course, row["course_id"]):
            invitation = _invitation(call, row)
            SubElement(invitation, "userInvitations")
            parent.append(invitation)
    return parent


def change_status(call: Call) -> None:
    facts = given(
        allow_launch=call.flag("enable"),
        allow_new_registrations=call.flag("open"),
        expires=call.moment("expirationdate"),
    )
    invitations.update(*call.changing, call.values["invitationId"], facts, {})


def _get(call: Call) -> sqlite3.Row:
    return invitations.get(*call.reading, call.values["invitationId"])


def _invitation(call: Call, row: sqlite3.Row) -> Element:
    invitation = Element("invitationInfo")
    add(invitation, "id", row["id"])
    add(invitation, "body", row["body"])
    add(invitation, "courseId", row["course_id"])
    add(invitation, "subject", row["subject"])
    add(
        invitation,
        "url",
        call.content_link(invitations.PATH + row["token"]) if row["public"] else None,
    )
    add(invitation, "allowLaunch", bool(row["allow_launch"]))
    add(invitation, "allowNewRegistrations", bool(row["allow_new_registrations"]))
    add(invitation, "public", bool(row["public"]))
    add(invitation, "created", "true")
    add(invitation, "createdDate", envelope.time(row["created"]))
    envelope.add_list(invitation, "errors", "error", json.loads(row["errors"]))
    return invitation


HANDLERS: Mapping[str, Handler] = {
    "rustici.invitation.createInvitation": create,
    "rustici.invitation.createInvitationAsync": create,
    "rustici.invitation.getInvitationStatus": get_status,
    "rustici.invitation.getInvitationInfo": get_info,
    "rustici.invitation.getInvitationList": get_list,
    "rustici.invitation.changeStatus": change_status,
}
