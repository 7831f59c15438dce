"""The record store's credentials, callback and forwarding over v1."""

import json
import secrets
import sqlite3
import uuid
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.v1 import envelope
from scormcloud_cli.emulator.v1.envelope import add
from scormcloud_cli.emulator.v1.face import Call, Handler

# v1's words for how a provider logs in, and v2's, which the store keeps.
_AUTH = {"basic": "BASICAUTH", "oauth": "OAUTH"}
# v1's words for what a provider may do, and v2's. READ_ANY as ROOT is inferred.
_PERMISSIONS = {
    "DEFAULT": "DEFAULT",
    "READ_ONLY": "READONLY",
    "WRITE_ONLY": "WRITEONLY",
    "READ_ANY": "ROOT",
}


def create_provider(call: Call) -> Element:
    key = str(uuid.uuid4())
    now = call.emulator.now()
    with call.emulator.store.writing() as database:
        database.execute(
            "INSERT INTO xapi_credentials VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(call.app_id, key, "Unnamed Account", None, secrets.token_urlsafe(24), True),
                *("BASICAUTH", "DEFAULT", now, now),
            ),
        )
    root = envelope.ok()
    _provider(root, _get(call, key))
    return root


def list_providers(call: Call) -> Element:
    query = "SELECT * FROM xapi_credentials WHERE app_id = ? ORDER BY created, id"
    root = envelope.ok()
    parent = SubElement(root, "activityProviderList")
    for row in call.emulator.store.reading().execute(query, (call.app_id,)).fetchall():
        _provider(parent, row)
    return root


def edit_provider(call: Call) -> Element:
    key = call.values["accountkey"]
    _get(call, key)
    auth = call.values.get("authtype", "")
    if auth and auth.lower() not in _AUTH:
        raise Refusal(400, f"authtype must be one of {', '.join(_AUTH)}")
    with call.emulator.store.writing() as database:
        database.execute(
            "UPDATE xapi_credentials SET name = coalesce(?, name), "
            "enabled = coalesce(?, enabled), auth = coalesce(?, auth), "
            "permissions = coalesce(?, permissions), updated = ? WHERE app_id = ? AND id = ?",
            (
                *(call.values.get("label"), call.flag("isactive"), _AUTH.get(auth.lower())),
                *(_PERMISSIONS.get(call.values.get("permissionslevel", "")), call.emulator.now()),
                *(call.app_id, key),
            ),
        )
    root = envelope.ok()
    _provider(root, _get(call, key))
    return root


def delete_provider(call: Call) -> Element:
    key = call.values["accountkey"]
    _get(call, key)
    with call.emulator.store.writing() as database:
        query = "DELETE FROM xapi_credentials WHERE app_id = ? AND id = ?"
        database.execute(query, (call.app_id, key))
    return envelope.success()


def _get(call: Call, key: str) -> sqlite3.Row:
    query = "SELECT * FROM xapi_credentials WHERE app_id = ? AND id = ?"
    found: sqlite3.Row | None = (
        call.emulator.store.reading().execute(query, (call.app_id, key)).fetchone()
    )
    if found is None:
        raise Refusal(404, f"Could not find activity provider [{key}]", "credential")
    return found


def _provider(parent: Element, row: sqlite3.Row) -> None:
    spelt = {v2: v1 for v1, v2 in _AUTH.items()}
    element = SubElement(parent, "activityProvider")
    add(element, "id", row["id"])
    add(element, "accountLabel", row["name"])
    add(element, "accountKey", row["id"])
    add(element, "accountSecret", row["secret"])
    add(element, "accountAuthType", spelt[row["auth"]])
    add(element, "accountEnabled", "true" if row["enabled"] else "false")
    add(element, "allowedEndpoints", row["app_id"])
    permissions = {v2: v1 for v1, v2 in _PERMISSIONS.items()}
    add(element, "permissionsLevel", permissions.get(row["permissions"], "DEFAULT"))


def set_callback(call: Call) -> Element:
    with call.emulator.store.writing() as database:
        database.execute(
            "INSERT OR REPLACE INTO callbacks VALUES (?, ?)",
            (call.app_id, call.values["lrsAuthCallbackUrl"]),
        )
    return envelope.success()


def get_callback(call: Call) -> Element:
    query = "SELECT url FROM callbacks WHERE app_id = ?"
    row = call.emulator.store.reading().execute(query, (call.app_id,)).fetchone()
    root = envelope.ok()
    add(root, "lrsAuthCallbackUrl", row and row["url"])
    return root


def reset_callback(call: Call) -> Element:
    with call.emulator.store.writing() as database:
        database.execute("DELETE FROM callbacks WHERE app_id = ?", (call.app_id,))
    return envelope.success()


def _ends(call: Call) -> tuple[str, str]:
    """Return the two ends of a forwarding path, as v2's XapiEndpointSchema in JSON."""
    source, target = (
        json.dumps(
            {
                "url": call.values[f"{end}URL"],
                "userName": call.values[f"{end}Username"],
                "password": call.values[f"{end}Password"],
            }
        )
        for end in ("source", "destination")
    )
    return source, target


def add_path(call: Call) -> Element:
    path_id = str(uuid.uuid4())
    with call.emulator.store.writing() as database:
        database.execute(
            "INSERT INTO statement_pipes VALUES (?, ?, ?, ?, ?)",
            (call.app_id, path_id, *_ends(call), call.emulator.now()),
        )
    root = envelope.ok()
    add(root, "id", path_id)
    return root


def update_path(call: Call) -> Element:
    with call.emulator.store.writing() as database:
        changed = database.execute(
            "UPDATE statement_pipes SET source = ?, target = ? WHERE app_id = ? AND id = ?",
            (*_ends(call), call.app_id, call.values["id"]),
        )
        return _done(call, changed)


def delete_path(call: Call) -> Element:
    with call.emulator.store.writing() as database:
        changed = database.execute(
            "DELETE FROM statement_pipes WHERE app_id = ? AND id = ?",
            (call.app_id, call.values["id"]),
        )
        return _done(call, changed)


def _done(call: Call, changed: sqlite3.Cursor) -> Element:
    if not changed.rowcount:
        raise Refusal(404, f"Could not find forwarding path [{call.values['id']}]", "pipe")
    return envelope.success()


HANDLERS: Mapping[str, Handler] = {
    "rustici.lrsaccount.createActivityProvider": create_provider,
    "rustici.lrsaccount.listActivityProviders": list_providers,
    "rustici.lrsaccount.editActivityProvider": edit_provider,
    "rustici.lrsaccount.deleteActivityProvider": delete_provider,
    "rustici.lrsaccount.setAppLrsAuthCallbackUrl": set_callback,
    "rustici.lrsaccount.getAppLrsAuthCallbackUrl": get_callback,
    "rustici.lrsaccount.resetAppLrsAuthCallbackUrl": reset_callback,
    "rustici.statementForward.AddForwardingPath": add_path,
    "rustici.statementForward.UpdateForwardingPath": update_path,
    "rustici.statementForward.DeleteForwardingPath": delete_path,
}
