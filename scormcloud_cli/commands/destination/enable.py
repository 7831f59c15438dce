import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import RESULT


@click.command(cls=Command, prints=RESULT)
@click.argument("destination_id", metavar="ID")
def enable(session: Session, destination_id: str) -> None:
    """Enable all dispatches to a destination.

    \b
    Examples:
      scloud destination enable acme
      scloud destination enable acme --dry-run
    """
    session.cloud().destinations.change_dispatches(destination_id, enabled=True)
    session.output.one({"id": destination_id, "status": "enabled"})
