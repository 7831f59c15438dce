"""``scloud raw list``: which operations there are."""

from collections.abc import Iterator

import click

from scormcloud_cli.commands.raw.operations import every
from scormcloud_cli.commands.shared.options import Command, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Column, Record, View

_FIELDS = ("name", "api", "area", "verb", "path", "summary", "permission")
_VIEW = View(
    "operation",
    columns=tuple(Column(field, field.upper()) for field in _FIELDS),
    fields=_FIELDS,
    id_field="name",
)
# What fits on a screen; the rest is in the other formats and in `raw describe`.
_ON_SCREEN = (
    Column("name", "NAME", whole=True),
    Column("api", "API"),
    Column("summary", "SUMMARY"),
    Column("permission", "PERMISSION"),
)


@click.command("list", cls=Command)
@click.argument("text", required=False, metavar="[TEXT]")
@pass_session
def list_(session: Session, text: str | None) -> None:
    """List the operations of both APIs, or of one.

    TEXT keeps those that have it in their name, area, path or summary, in capitals or not; --api
    keeps those of one API.

    \b
    Examples:
      scloud raw list
      scloud raw list dispatch --api v2
      scloud raw list "launch link" -o json | jq -r '.[].name'
    """
    view = _VIEW
    if session.output.format == "table":
        view = _VIEW._replace(columns=_ON_SCREEN)
    session.output.many(_matching(session.settings.api, text or ""), view)


def _matching(api: str | None, text: str) -> Iterator[Record]:
    sought = text.casefold()
    for each in every(api):
        looked_at = (each.name, each.area, each.path or "", each.summary)
        if any(sought in part.casefold() for part in looked_at):
            record = {field: getattr(each, field) for field in _FIELDS}
            yield {field: value for field, value in record.items() if value is not None}
