import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.destinations import DESTINATION


@click.command(cls=Command, prints=DESTINATION)
@click.argument("destination_id", metavar="ID")
def show(session: Session, destination_id: str) -> None:
    """Show a destination.

    \b
    Examples:
      scloud destination show acme
      scloud destination show acme -o json | jq -r .name
    """
    session.output.one(session.cloud().destinations.get(destination_id).to_record())
