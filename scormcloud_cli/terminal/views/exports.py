"""How v1's exports are shown."""

from scormcloud_cli import api
from scormcloud_cli.terminal.view import Column, View

EXPORT = View(
    "export",
    columns=(
        Column("id", "ID", whole=True),
        Column("status", "STATUS"),
        Column("percentComplete", "PER CENT"),
        Column("startDate", "STARTED"),
        Column("endDate", "ENDED"),
    ),
    fields=lambda: api.Export.field_paths(),
)
