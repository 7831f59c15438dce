"""How dispatches and what launches them are shown."""

from scormcloud_cli import api
from scormcloud_cli.terminal.view import Column, View

DISPATCH = View(
    "dispatch",
    columns=(
        Column("id", "ID", whole=True),
        Column("destinationId", "DESTINATION"),
        Column("courseId", "COURSE"),
        Column("enabled", "ENABLED"),
        Column("registrationCount", "REGISTRATIONS"),
        Column("registrationCap", "CAP"),
        Column("expirationDate", "EXPIRES"),
        Column("tags", "TAGS"),
        Column("created", "CREATED"),
    ),
    fields=lambda: api.Dispatch.field_paths(),
)
LTI_LAUNCH = View(
    "LTI launch",
    columns=(Column("url", "URL", whole=True), Column("consumerKey", "KEY", whole=True)),
    fields=("url", "consumerKey", "sharedSecret", "targetLinkUri"),
    id_field="url",
)
