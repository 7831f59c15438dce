"""How operations, their answers and links are shown."""

from scormcloud_cli.terminal.view import Column, View

OPERATION = View(
    "operation",
    columns=(
        Column("name", "NAME", whole=True),
        Column("api", "API"),
        Column("summary", "SUMMARY"),
        Column("permission", "PERMISSION"),
    ),
    fields=("name", "api", "area", "verb", "path", "summary", "permission"),
    id_field="name",
)
DESCRIPTION = View(
    "operation",
    columns=(),
    fields=(
        *("name", "api", "area", "summary", "verb", "path", "permission", "oauth", "scope"),
        *("paged", "writes", "idempotent", "status", "confidence", "equivalent", "parameters"),
        *("file", "body.*", "answer.*", "schemas.*", "example"),
    ),
    id_field="name",
)
ANSWER = View("answer", columns=(), fields=("*",))
LINK = View("link", columns=(Column("url", "URL", whole=True),), fields=("url",), id_field="url")
