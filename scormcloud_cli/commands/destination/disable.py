import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import RESULT


@click.command(cls=Command, prints=RESULT)
@click.argument("destination_id", metavar="ID")
def disable(session: Session, destination_id: str) -> None:
    """Disable all dispatches to a destination.

    \b
    Examples:
      scloud destination disable acme
      scloud destination list --tag late -o ids | xargs -n1 scloud destination disable
    """
    session.cloud().destinations.change_dispatches(destination_id, enabled=False)
    session.output.one({"id": destination_id, "status": "disabled"})
