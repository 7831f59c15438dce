from collections.abc import Iterator

import click

from scormcloud_cli.commands.raw._operations import every
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.view import Record
from scormcloud_cli.terminal.views.raw import OPERATION


@click.command(cls=Command, prints=OPERATION)
@click.argument("text", required=False, metavar="[TEXT]")
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
    session.output.many(_matching(session.settings.api, text or ""))


def _matching(api: str | None, text: str) -> Iterator[Record]:
    sought = text.casefold()
    for operation in every(api):
        texts = (operation.name, operation.area, operation.path or "", operation.summary)
        if any(sought in part.casefold() for part in texts):
            record = {field: getattr(operation, field) for field in OPERATION.field_names}
            yield {field: value for field, value in record.items() if value is not None}
