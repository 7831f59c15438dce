"""How postbacks that have come, and those that the emulator sends, are shown."""

from scormcloud_cli import api
from scormcloud_cli.terminal.view import Column, View

RECEIVED = View(
    "postback",
    columns=(
        Column("postback.received", "RECEIVED"),
        Column("id", "REGISTRATION", whole=True),
        Column("registrationCompletion", "COMPLETION"),
        Column("registrationSuccess", "SUCCESS"),
        Column("score.scaled", "SCORE"),
        Column("postback.answered", "ANSWERED"),
    ),
    fields=lambda: (
        *api.Registration.field_paths(),
        "postback",
        *(
            f"postback.{name}"
            for name in ("received", "path", "authentic", "problem", "forwarded", "answered")
        ),
    ),
)
QUEUED = View(
    "postback",
    columns=(
        Column("id", "ID", whole=True),
        Column("registrationId", "REGISTRATION"),
        Column("status", "STATUS"),
        Column("attempts", "TRIES"),
        Column("answer", "ANSWER"),
        Column("nextTry", "NEXT TRY"),
        Column("url", "URL"),
    ),
    fields=(
        *("id", "registrationId", "instance", "status", "attempts", "answer", "message"),
        *("nextTry", "created", "updated", "url", "authType", "format", "json"),
    ),
)
