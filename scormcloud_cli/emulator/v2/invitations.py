"""Invitations over v2."""

import json
import sqlite3
from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.responses import JSONResponse

from scormcloud_cli.emulator import configuration, invitations
from scormcloud_cli.emulator.postbacks import postback_of, postback_settings
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.results import scaled
from scormcloud_cli.emulator.store import given
from scormcloud_cli.emulator.v2.face import Call, Handler
from scormcloud_cli.emulator.v2.lists import Listing, page
from scormcloud_cli.emulator.v2.tags import tag_handlers

_INVITATIONS = Listing(
    items="invitations",
    of=invitations.INVITATIONS,
    default_filter="invitation_id",
    conditions={"courseId": "course_id"},
)
_INVITED = Listing(
    items="userInvitations", of=invitations.INVITED, default_filter="registration_id"
)
_COLUMNS = {
    "allowLaunch": "allow_launch",
    "allowNewRegistrations": "allow_new_registrations",
    "registrationCap": "registration_cap",
    "expirationDate": "expires",
}


def _facts(body: Mapping[str, Any]) -> dict[str, Any]:
    facts = {_COLUMNS[name]: value for name, value in body.items() if name in _COLUMNS}
    mail = body.get("invitationEmail", {})
    return facts | {name: mail[name] for name in ("subject", "body") if name in mail}


def _settings(body: Mapping[str, Any]) -> dict[str, str]:
    return postback_settings(body["postBack"]) if "postBack" in body else {}


def _summary(_call: Call, row: sqlite3.Row, _query: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "courseId": row["course_id"],
        "isPublic": bool(row["public"]),
        "createDate": row["created"],
        "updated": row["updated"],
    }


def _invitation(call: Call, row: sqlite3.Row, query: Mapping[str, Any]) -> dict[str, Any]:
    level = ("invitation", row["id"])
    settings = configuration.explicit(call.database, row["app_id"], level)
    counted = query.get("includeRegistrationCount")
    record = given(
        id=row["id"],
        courseId=row["course_id"],
        courseTitle=row["course_title"],
        allowLaunch=bool(row["allow_launch"]),
        createDate=row["created"],
        updated=row["updated"],
        postBack=postback_of(settings),
        expirationDate=row["expires"],
        registrationCount=row["registrations"] if counted else None,
    )
    if row["public"]:
        record["allowNewRegistrations"] = bool(row["allow_new_registrations"])
        record["url"] = call.content_link(invitations.PATH + row["token"])
        record["registrationCap"] = row["registration_cap"]
    else:
        invited = invitations.invited_by(call.database, row["app_id"], row["id"])
        addresses = [person["email"] for person in invited]
        mail = given(subject=row["subject"], body=row["body"], addresses=addresses)
        record["invitationEmail"] = mail
        if counted:
            record["launchedRegistrationCount"] = row["launched"]
    return record


def _invited(call: Call, row: sqlite3.Row, query: Mapping[str, Any]) -> dict[str, Any]:
    report = given(
        complete=row["completion"],
        success=row["success"],
        totalSecondsTracked=row["seconds"],
        score=scaled(row["score"]),
    )
    return given(
        email=row["email"],
        url=call.content_link(invitations.PATH + row["token"]),
        isStarted=row["first_access"] is not None,
        updated=row["updated"],
        registrationId=row["registration_id"],
        registrationReport=report if query.get("includeRegistrationReport") else None,
    )


def _get(call: Call, public: bool) -> sqlite3.Row:
    return invitations.get(*call.reading, call.values["invitationId"], public=public)


def create_private(call: Call) -> dict[str, Any]:
    addresses = call.body["invitationEmail"]["addresses"]
    duplicates = call.body.get("duplicateRegistrationOption", "CREATE_NEW")
    row = _create(call, public=False, addresses=addresses, duplicates=duplicates)
    return _summary(call, row, {})


def create_public(call: Call) -> dict[str, Any]:
    return _invitation(call, _create(call, public=True), {})


def _create(call: Call, **values: Any) -> sqlite3.Row:
    new = invitations.New(
        course_id=call.body["courseId"],
        creator=call.body["creatingUserEmail"],
        facts=_facts(call.body),
        tags=call.body.get("tags", ()),
        settings=_settings(call.body),
        **values,
    )
    return invitations.get(*call.reading, invitations.create(*call.changing, new))


def get_job_status(call: Call) -> dict[str, Any]:
    row = _get(call, public=False)
    errors = json.loads(row["errors"])
    total = row["registrations"] + len(errors)
    return {"status": "COMPLETE", "errors": errors, "total": total, "processed": total}


def _kind(public: bool) -> Mapping[str, Handler]:
    """Return what answers the operations that private and public invitations both have."""

    def get(call: Call) -> dict[str, Any]:
        return _invitation(call, _get(call, public), call.values)

    def update(call: Call) -> dict[str, Any]:
        row = _get(call, public)
        if not call.body:
            raise Refusal(400, "there is nothing to change")
        facts, settings = _facts(call.body), _settings(call.body)
        invitations.update(*call.changing, row["id"], facts, settings, public=public)
        return _invitation(call, _get(call, public), {})

    def get_invited(call: Call) -> JSONResponse:
        _get(call, public)
        invitation_id = call.values["invitationId"]
        return page(call, listing=_INVITED, record=_invited, invitation_id=invitation_id)

    word = "Public" if public else "Private"
    return {
        f"Get{word}Invitations": partial(
            page, listing=_INVITATIONS, record=_invitation, public=public
        ),
        f"Get{word}Invitation": get,
        f"Update{word}Invitation": update,
        f"Get{word}UserInvitations": get_invited,
    }


HANDLERS: Mapping[str, Handler] = {
    **tag_handlers("Invitation", "invitationId", invitations.get),
    **_kind(public=False),
    **_kind(public=True),
    "GetAllInvitations": partial(page, listing=_INVITATIONS, record=_summary),
    "CreatePrivateInvitation": create_private,
    "CreatePublicInvitation": create_public,
    "GetPrivateInvitationJobStatus": get_job_status,
}
