"""How the emulator's state is shown."""

from scormcloud_cli.terminal.view import Column, View

EMULATOR = View(
    "emulator",
    columns=(
        Column("running", "RUNNING"),
        Column("baseUrl", "BASE URL", whole=True),
        Column("contentUrl", "CONTENT", whole=True),
        Column("pid", "PROCESS"),
        Column("data", "DATA", whole=True),
    ),
    fields=("running", "baseUrl", "contentUrl", "pid", "data"),
    id_field="baseUrl",
)
