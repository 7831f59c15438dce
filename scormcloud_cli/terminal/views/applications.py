"""How applications and their secret keys are shown."""

from scormcloud_cli import api
from scormcloud_cli.terminal.view import Column, View

APPLICATION = View(
    "application",
    columns=(
        Column("id", "ID", whole=True),
        Column("name", "NAME"),
        Column("courseCount", "COURSES"),
        Column("registrationCount", "REGISTRATIONS"),
        Column("createDate", "CREATED"),
        Column("updateDate", "UPDATED"),
    ),
    fields=lambda: api.Application.field_paths(),
)
SECRET_KEY = View(
    "secret key",
    columns=(
        Column("id", "ID", whole=True),
        Column("name", "NAME"),
        Column("status", "STATUS"),
        Column("created", "CREATED"),
    ),
    fields=lambda: api.Credential.field_paths(),
)
# A list does not tell the keys themselves.
LISTED_SECRET_KEY = SECRET_KEY.without_field("credential")
