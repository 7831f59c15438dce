"""Content connectors over v2."""

import json
import sqlite3
import uuid
from collections.abc import Mapping
from typing import Any

from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.v2.face import Call, Handler


def _get(call: Call) -> sqlite3.Row:
    query = "SELECT * FROM connectors WHERE app_id = ? AND id = ?"
    values = (call.app_id, call.values["connectorId"])
    found: sqlite3.Row | None = call.emulator.store.reading().execute(query, values).fetchone()
    if found is None:
        raise Refusal(404, f"Could not find connector [{values[1]}]", "connector")
    return found


def create(call: Call) -> dict[str, str]:
    connector_id = str(uuid.uuid4())
    with call.emulator.store.writing() as database:
        database.execute(
            "INSERT INTO connectors VALUES (?, ?, ?, ?, ?, ?)",
            (
                *(call.app_id, connector_id, call.body["contentConnectorType"]),
                *(json.dumps(call.body["configuration"]), call.body.get("enabled", True)),
                call.emulator.now(),
            ),
        )
    return {"result": connector_id}


def get_list(call: Call) -> dict[str, Any]:
    query = "SELECT * FROM connectors WHERE app_id = ? ORDER BY created, id"
    rows = call.emulator.store.reading().execute(query, (call.app_id,))
    found = []
    for row in rows:
        entry = {
            "connectorId": row["id"],
            "contentConnectorType": row["type"],
            "configuration": json.loads(row["configuration"]),
            "enabled": bool(row["enabled"]),
        }
        if call.values.get("includeAdditionalInstanceInformation"):
            entry["additionalInstanceInformation"] = {"created": row["created"]}
        found.append(entry)
    return {"connectorEntries": found}


def update(call: Call) -> None:
    row = _get(call)
    configuration = call.body.get("configuration")
    with call.emulator.store.writing() as database:
        database.execute(
            "UPDATE connectors SET configuration = coalesce(?, configuration), "
            "enabled = coalesce(?, enabled) WHERE app_id = ? AND id = ?",
            (
                None if configuration is None else json.dumps(configuration),
                call.body.get("enabled"),
                call.app_id,
                row["id"],
            ),
        )


def delete(call: Call) -> None:
    row = _get(call)
    with call.emulator.store.writing() as database:
        database.execute(
            "DELETE FROM connectors WHERE app_id = ? AND id = ?", (call.app_id, row["id"])
        )


HANDLERS: Mapping[str, Handler] = {
    "CreateConnector": create,
    "GetConnectorsList": get_list,
    "UpdateConnector": update,
    "DeleteConnector": delete,
}
