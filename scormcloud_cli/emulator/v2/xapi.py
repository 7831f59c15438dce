"""xAPI credentials, statement pipes and statements over v2."""

import json
import sqlite3
import uuid
from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse

from scormcloud_cli.emulator import courses, registrations
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.v2.face import Call, Handler
from scormcloud_cli.emulator.v2.lists import Listing, page

_LISTING = Listing(
    items="xapiCredentials",
    kind="xapi credential",
    key="x.id",
    fields={"credential_id": "x.id", "name": "x.name"},
    orders={"created": "x.created", "updated": "x.updated", "name": "x.name COLLATE NOCASE"},
    default_filter="credential_id",
    default_order="updated_asc",
    default_time="updated",
    exact={},
)


def _credential(row: sqlite3.Row) -> dict[str, Any]:
    found = {
        "id": row["id"],
        "name": row["name"],
        "info": row["info"],
        "secret": row["secret"],
        "isEnabled": bool(row["enabled"]),
        "auth": {"xapiCredentialAuthType": row["auth"]},
        "permissionsLevel": {"xapiCredentialPermissionsLevel": row["permissions"]},
    }
    return {name: value for name, value in found.items() if value is not None}


def _get_credential(call: Call) -> sqlite3.Row:
    query = "SELECT * FROM xapi_credentials WHERE app_id = ? AND id = ?"
    values = (call.app_id, call.values["xapiCredentialId"])
    found: sqlite3.Row | None = call.emulator.store.reading().execute(query, values).fetchone()
    if found is None:
        raise Refusal(404, f"Could not find xAPI credential [{values[1]}]", "credential")
    return found


def _columns(body: Mapping[str, Any]) -> tuple[object, ...]:
    return (
        body["name"],
        body.get("info"),
        body["secret"],
        body["isEnabled"],
        body["auth"].get("xapiCredentialAuthType", "BASICAUTH"),
        body["permissionsLevel"].get("xapiCredentialPermissionsLevel", "DEFAULT"),
    )


def create_credential(call: Call) -> dict[str, str]:
    credential_id = str(uuid.uuid4())
    now = call.emulator.now()
    with call.emulator.store.writing() as database:
        database.execute(
            "INSERT INTO xapi_credentials VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (call.app_id, credential_id, *_columns(call.body), now, now),
        )
    return {"result": credential_id}


def get_credentials(call: Call) -> JSONResponse:
    base = ("SELECT x.* FROM xapi_credentials x WHERE x.app_id = ?", [call.app_id])
    return page(call, _LISTING, base, lambda row, _wanted: _credential(row))


def get_credential(call: Call) -> dict[str, Any]:
    return _credential(_get_credential(call))


def set_credential(call: Call) -> None:
    row = _get_credential(call)
    with call.emulator.store.writing() as database:
        database.execute(
            "UPDATE xapi_credentials SET name = ?, info = ?, secret = ?, enabled = ?, auth = ?, "
            "permissions = ?, updated = ? WHERE app_id = ? AND id = ?",
            (*_columns(call.body), call.emulator.now(), call.app_id, row["id"]),
        )


def delete_credential(call: Call) -> None:
    row = _get_credential(call)
    with call.emulator.store.writing() as database:
        database.execute(
            "DELETE FROM xapi_credentials WHERE app_id = ? AND id = ?", (call.app_id, row["id"])
        )


def _pipe(row: sqlite3.Row) -> dict[str, Any]:
    found = {
        "id": row["id"],
        "attempts": 0,  # nothing has been forwarded: the emulator keeps no statements
        "source": None if row["source"] is None else json.loads(row["source"]),
        "target": json.loads(row["target"]),
    }
    return {name: value for name, value in found.items() if value is not None}


def _get_pipe(call: Call) -> sqlite3.Row:
    query = "SELECT * FROM statement_pipes WHERE app_id = ? AND id = ?"
    values = (call.app_id, call.values["statementPipeId"])
    found: sqlite3.Row | None = call.emulator.store.reading().execute(query, values).fetchone()
    if found is None:
        raise Refusal(404, f"Could not find statement pipe [{values[1]}]", "pipe")
    return found


def _kept(end: Mapping[str, Any] | None) -> str | None:
    """Return one end of a pipe as the store keeps it; None where it is not given."""
    return None if end is None else json.dumps(end)


def create_pipe(call: Call) -> dict[str, str]:
    pipe_id = str(uuid.uuid4())
    with call.emulator.store.writing() as database:
        database.execute(
            "INSERT INTO statement_pipes VALUES (?, ?, ?, ?, ?)",
            (
                *(call.app_id, pipe_id, _kept(call.body.get("source"))),
                *(_kept(call.body["target"]), call.emulator.now()),
            ),
        )
    return {"result": pipe_id}


def get_pipes(call: Call) -> dict[str, Any]:
    query = "SELECT * FROM statement_pipes WHERE app_id = ? ORDER BY created, id"
    rows = call.emulator.store.reading().execute(query, (call.app_id,))
    return {"xapiStatementPipes": [_pipe(row) for row in rows]}


def get_pipe(call: Call) -> dict[str, Any]:
    return _pipe(_get_pipe(call))


def set_pipe(call: Call) -> dict[str, str]:
    row = _get_pipe(call)
    with call.emulator.store.writing() as database:
        database.execute(
            "UPDATE statement_pipes SET source = coalesce(?, source), "
            "target = coalesce(?, target) WHERE app_id = ? AND id = ?",
            (
                *(_kept(call.body.get("source")), _kept(call.body.get("target"))),
                *(call.app_id, row["id"]),
            ),
        )
    return {"result": row["id"]}


def delete_pipe(call: Call) -> None:
    row = _get_pipe(call)
    with call.emulator.store.writing() as database:
        database.execute(
            "DELETE FROM statement_pipes WHERE app_id = ? AND id = ?", (call.app_id, row["id"])
        )


def get_statements(call: Call) -> dict[str, Any]:
    """Answer with the statements about a course or registration: the emulator keeps none."""
    database = call.emulator.store.reading()
    if "registrationId" in call.values:
        registrations.get(
            database, call.app_id, call.values["registrationId"], call.values.get("instanceId")
        )
    else:
        courses.version(
            database, call.app_id, call.values["courseId"], call.values.get("versionId")
        )
    return {"statements": []}


HANDLERS: Mapping[str, Handler] = {
    "CreateXAPICredential": create_credential,
    "GetXAPICredentials": get_credentials,
    "GetXAPICredential": get_credential,
    "SetXAPICredential": set_credential,
    "DeleteXAPICredential": delete_credential,
    "CreateStatementPipe": create_pipe,
    "GetStatementPipes": get_pipes,
    "GetStatementPipe": get_pipe,
    "SetStatementPipe": set_pipe,
    "DeleteStatementPipe": delete_pipe,
    "GetCourseStatements": get_statements,
    "GetCourseVersionStatements": get_statements,
    "GetRegistrationStatements": get_statements,
    "GetRegistrationInstanceStatements": get_statements,
}
