"""How destinations are shown."""

from scormcloud_cli import api
from scormcloud_cli.terminal.view import Column, View

DESTINATION = View(
    "destination",
    columns=(
        Column("id", "ID", whole=True),
        Column("name", "NAME"),
        Column("dispatchCount", "DISPATCHES"),
        Column("tags", "TAGS"),
        Column("created", "CREATED"),
        Column("updated", "UPDATED"),
    ),
    fields=lambda: api.Destination.field_paths(),
)
REGISTRATION_COUNT = View(
    "count",
    columns=(Column("id", "ID", whole=True), Column("registrationCount", "REGISTRATIONS")),
    fields=("id", "registrationCount"),
)
LTI13_TOOL = View("tool", columns=(), fields=("*",), id_field="redirectUri")
