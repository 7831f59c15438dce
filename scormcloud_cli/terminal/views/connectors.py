"""How content connectors are shown."""

from scormcloud_cli import api
from scormcloud_cli.terminal.view import Column, View

CONNECTOR = View(
    "connector",
    columns=(
        Column("connectorId", "ID", whole=True),
        Column("contentConnectorType", "TYPE"),
        Column("enabled", "ENABLED"),
    ),
    fields=lambda: api.Connector.field_paths(),
    id_field="connectorId",
)
CHANGED_CONNECTOR = View(
    "connector",
    columns=(Column("connectorId", "ID", whole=True), Column("status", "STATUS")),
    fields=("connectorId", "status"),
    id_field="connectorId",
)
