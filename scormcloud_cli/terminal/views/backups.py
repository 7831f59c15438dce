"""How the things of a backup are shown: what became of each."""

from scormcloud_cli.terminal.view import Column, View

SAVED = View(
    "thing",
    columns=(
        Column("kind", "KIND"),
        Column("id", "ID", whole=True),
        Column("status", "STATUS"),
        Column("bytes", "BYTES"),
    ),
    fields=("kind", "id", "status", "bytes"),
).of_many(journal=False)
RESTORED = View(
    "thing",
    columns=(
        Column("kind", "KIND"),
        Column("id", "ID", whole=True),
        Column("status", "STATUS"),
        Column("notRestored", "NOT RESTORED"),
    ),
    fields=("kind", "id", "status", "notRestored"),
).of_many(journal=False)
