"""Content connectors over v2."""

import json
from collections.abc import Mapping
from typing import Any

from scormcloud_cli.emulator.calls import change
from scormcloud_cli.emulator.connectors import CONNECTORS
from scormcloud_cli.emulator.store import given
from scormcloud_cli.emulator.v2.face import Call, Handler


def create(call: Call) -> dict[str, str]:
    facts = {
        "type": call.body["contentConnectorType"],
        "configuration": call.body["configuration"],
        "enabled": call.body.get("enabled", True),
    }
    return {"result": CONNECTORS.create(*call.changing, facts)}


def get_list(call: Call) -> dict[str, Any]:
    entries = []
    for row in CONNECTORS.all_of(*call.reading):
        entry = {
            "connectorId": row["id"],
            "contentConnectorType": row["type"],
            "configuration": json.loads(row["configuration"]),
            "enabled": bool(row["enabled"]),
        }
        if call.values.get("includeAdditionalInstanceInformation"):
            entry["additionalInstanceInformation"] = {"created": row["created"]}
        entries.append(entry)
    return {"connectorEntries": entries}


def update(call: Call) -> None:
    body, connector_id = call.body, call.values["connectorId"]
    facts = given(configuration=body.get("configuration"), enabled=body.get("enabled"))
    CONNECTORS.update(*call.changing, connector_id, facts)


HANDLERS: Mapping[str, Handler] = {
    "CreateConnector": create,
    "GetConnectorsList": get_list,
    "UpdateConnector": update,
    "DeleteConnector": change("connectorId", by=CONNECTORS.delete),
}
