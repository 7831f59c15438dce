"""Applications, their secret keys and their settings over v2."""

import sqlite3
from collections.abc import Mapping
from functools import partial
from typing import Any

from scormcloud_cli.emulator import applications, configuration
from scormcloud_cli.emulator.applications import KEYS
from scormcloud_cli.emulator.configuration import Level
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.store import given
from scormcloud_cli.emulator.v2.face import Call, Handler
from scormcloud_cli.emulator.v2.lists import Listing, page
from scormcloud_cli.emulator.v2.settings import setting_handlers

_LISTING = Listing(items="applications", of=applications.LISTING, default_filter="app_id")


def _application(_call: Call, row: sqlite3.Row, query: Mapping[str, Any]) -> dict[str, Any]:
    return given(
        id=row["id"],
        name=row["name"],
        createDate=row["created"],
        updateDate=row["updated"],
        allowDelete=bool(row["allow_delete"]),
        courseCount=row["courses"] if query.get("includeCourseCount") else None,
        registrationCount=row["registrations"] if query.get("includeRegistrationCount") else None,
    )


def get_application_list(call: Call) -> dict[str, Any]:
    rows = applications.in_order_of(call.database, "updated")
    return {"applications": [{"id": row["id"], "name": row["name"]} for row in rows]}


def get_application_info(call: Call) -> dict[str, Any]:
    row = applications.get(call.database, call.values["childAppId"])
    return _application(call, row, call.values)


def create_application(call: Call) -> dict[str, str]:
    name = call.body.get("name")
    if not name:
        raise Refusal(400, "name is required")
    return {"id": applications.create(call.emulator, name), "name": name}


def update_application(call: Call) -> None:
    applications.update(
        call.emulator,
        call.values["childAppId"],
        name=call.body.get("name"),
        allow_delete=call.body.get("allowDelete"),
    )


def delete_application(call: Call) -> None:
    applications.delete(call.emulator, call.values["childAppId"])


def _credential(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "name": row["name"],
        "credential": row["secret"],
        "status": "active" if row["active"] else "inactive",
        "created": row["created"],
        "updated": row["updated"],
    }


def get_credentials(call: Call) -> dict[str, Any]:
    rows = KEYS.all_of(call.database, call.values["childAppId"])
    return {"credentials": [_credential(row) for row in rows]}


def create_credential(call: Call) -> dict[str, Any]:
    app_id = call.values["childAppId"]
    name, active = call.body.get("name", "Secret Key"), call.body.get("active", True)
    key_id = KEYS.create(call.emulator, app_id, applications.new_key(name, active=active))
    return _credential(KEYS.get(call.database, app_id, key_id))


def update_credential(call: Call) -> None:
    app_id, key_id = call.values["childAppId"], call.values["credentialId"]
    facts = given(name=call.body.get("name"), active=call.body.get("active"))
    KEYS.update(call.emulator, app_id, key_id, facts)


def delete_credential(call: Call) -> None:
    KEYS.delete(call.emulator, call.values["childAppId"], call.values["credentialId"])


def _levels(call: Call) -> list[Level]:
    return configuration.of_standard(
        call.values.get("learningStandard"), call.values.get("singleSco")
    )


HANDLERS: Mapping[str, Handler] = {
    **setting_handlers("Application", _levels),
    "GetApplications": partial(page, listing=_LISTING, record=_application),
    "GetApplicationList": get_application_list,
    "GetApplicationInfo": get_application_info,
    "CreateApplication": create_application,
    "UpdateApplication": update_application,
    "DeleteApplication": delete_application,
    "GetCredentials": get_credentials,
    "CreateCredential": create_credential,
    "UpdateCredential": update_credential,
    "DeleteCredential": delete_credential,
}
