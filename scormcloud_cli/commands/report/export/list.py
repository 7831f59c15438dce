import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.exports import EXPORT


@click.command(cls=Command, prints=EXPORT)
def list_(session: Session) -> None:
    """List the exports there are.

    \b
    Examples:
      scloud report export list --api v1
      scloud report export list --api v1 -o json | jq -r '.[] | select(.status == "complete").id'
    """
    session.output.many(export.to_record() for export in session.cloud().exports.list())
