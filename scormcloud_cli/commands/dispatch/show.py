import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.dispatches import DISPATCH


@click.command(cls=Command, prints=DISPATCH)
@click.argument("dispatch_id", metavar="ID")
def show(session: Session, dispatch_id: str) -> None:
    """Show a dispatch.

    \b
    Examples:
      scloud dispatch show golf-at-acme
      scloud dispatch show golf-at-acme -o json | jq .registrationCount
    """
    session.output.one(session.cloud().dispatches.get(dispatch_id).to_record())
