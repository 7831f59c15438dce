"""How learners are shown."""

from scormcloud_cli.terminal.view import Column, View

LEARNER = View(
    "learner",
    columns=(
        Column("id", "ID", whole=True),
        Column("status", "STATUS"),
        Column("registrations", "REGISTRATIONS"),
    ),
    fields=("id", "status", "registrations"),
)
