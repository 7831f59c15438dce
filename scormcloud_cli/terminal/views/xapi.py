"""How the record store's key pairs, pipes, callback and statements are shown."""

from scormcloud_cli import api
from scormcloud_cli.terminal.view import Column, View

KEY_PAIR = View(
    "key pair",
    columns=(
        Column("id", "ID", whole=True),
        Column("name", "NAME"),
        Column("isEnabled", "ENABLED"),
        Column("auth", "AUTH"),
        Column("permissionsLevel", "PERMISSIONS"),
    ),
    fields=lambda: api.XapiCredential.field_paths(),
)
# A list does not tell the secrets.
LISTED_KEY_PAIR = KEY_PAIR.without_field("secret")
PIPE = View(
    "pipe",
    columns=(
        Column("id", "ID", whole=True),
        Column("source.url", "FROM"),
        Column("target.url", "TO"),
        Column("attempts", "ATTEMPTS"),
    ),
    fields=lambda: api.StatementPipe.field_paths(),
)
STATEMENT = View(
    "statement",
    columns=(
        Column("timestamp", "TIME"),
        Column("actor.mbox", "ACTOR"),
        Column("verb.id", "VERB"),
        Column("object.id", "OBJECT"),
        Column("id", "ID", whole=True),
    ),
    fields=("id", "timestamp", "stored", "actor.*", "verb.*", "object.*", "result.*", "*"),
)
CALLBACK = View(
    "callback", columns=(Column("url", "URL", whole=True),), fields=("url",), id_field="url"
)
