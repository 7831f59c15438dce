"""xAPI credentials, statement pipes and statements over v2."""

import json
import sqlite3
from collections.abc import Mapping
from functools import partial
from typing import Any

from scormcloud_cli.emulator import xapi
from scormcloud_cli.emulator.calls import change
from scormcloud_cli.emulator.store import given
from scormcloud_cli.emulator.v2.face import Call, Handler
from scormcloud_cli.emulator.v2.lists import Listing, page, show
from scormcloud_cli.emulator.xapi import CREDENTIALS, PIPES

_LISTING = Listing(
    items="xapiCredentials", of=xapi.CREDENTIAL_LISTING, default_filter="credential_id"
)


def _credential(_call: Call, row: sqlite3.Row, _query: Mapping[str, Any]) -> dict[str, Any]:
    return given(
        id=row["id"],
        name=row["name"],
        info=row["info"],
        secret=row["secret"],
        isEnabled=bool(row["enabled"]),
        auth={"xapiCredentialAuthType": row["auth"]},
        permissionsLevel={"xapiCredentialPermissionsLevel": row["permissions"]},
    )


def _facts(body: Mapping[str, Any]) -> dict[str, object]:
    """Return the columns that a body sets: all of them."""
    return {
        "name": body["name"],
        "info": body.get("info"),
        "secret": body["secret"],
        "enabled": body["isEnabled"],
        "auth": body["auth"].get("xapiCredentialAuthType", "BASICAUTH"),
        "permissions": body["permissionsLevel"].get("xapiCredentialPermissionsLevel", "DEFAULT"),
    }


def create_credential(call: Call) -> dict[str, str]:
    return {"result": CREDENTIALS.create(*call.changing, _facts(call.body))}


def set_credential(call: Call) -> None:
    credential_id = call.values["xapiCredentialId"]
    CREDENTIALS.update(*call.changing, credential_id, _facts(call.body))


def _pipe(_call: Call, row: sqlite3.Row, _query: Mapping[str, Any]) -> dict[str, Any]:
    return given(
        id=row["id"],
        attempts=0,  # nothing has been forwarded: the emulator keeps no statements
        source=None if row["source"] is None else json.loads(row["source"]),
        target=json.loads(row["target"]),
    )


def create_pipe(call: Call) -> dict[str, str]:
    return {"result": PIPES.create(*call.changing, _ends(call.body))}


def _ends(body: Mapping[str, Any]) -> dict[str, Any]:
    return given(source=body.get("source"), target=body.get("target"))


def get_pipes(call: Call) -> dict[str, Any]:
    return {"xapiStatementPipes": [_pipe(call, row, {}) for row in PIPES.all_of(*call.reading)]}


def set_pipe(call: Call) -> dict[str, str]:
    pipe_id = call.values["statementPipeId"]
    PIPES.update(*call.changing, pipe_id, _ends(call.body))
    return {"result": pipe_id}


def get_course_statements(call: Call) -> dict[str, Any]:
    course_id, version = call.values["courseId"], call.values.get("versionId")
    return {"statements": xapi.statements_of_course(*call.reading, course_id, version)}


def get_registration_statements(call: Call) -> dict[str, Any]:
    registration_id, instance = call.values["registrationId"], call.values.get("instanceId")
    return {"statements": xapi.statements_of_registration(*call.reading, registration_id, instance)}


HANDLERS: Mapping[str, Handler] = {
    "CreateXAPICredential": create_credential,
    "GetXAPICredentials": partial(page, listing=_LISTING, record=_credential),
    "GetXAPICredential": show("xapiCredentialId", by=CREDENTIALS.get, record=_credential),
    "SetXAPICredential": set_credential,
    "DeleteXAPICredential": change("xapiCredentialId", by=CREDENTIALS.delete),
    "CreateStatementPipe": create_pipe,
    "GetStatementPipes": get_pipes,
    "GetStatementPipe": show("statementPipeId", by=PIPES.get, record=_pipe),
    "SetStatementPipe": set_pipe,
    "DeleteStatementPipe": change("statementPipeId", by=PIPES.delete),
    "GetCourseStatements": get_course_statements,
    "GetCourseVersionStatements": get_course_statements,
    "GetRegistrationStatements": get_registration_statements,
    "GetRegistrationInstanceStatements": get_registration_statements,
}
