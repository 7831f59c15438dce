import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.invitations import INVITATION


@click.command(cls=Command, prints=INVITATION)
@click.argument("invitation_id", metavar="ID")
def show(session: Session, invitation_id: str) -> None:
    """Show an invitation.

    \b
    Examples:
      scloud invitation show ID
      scloud invitation show ID -o json | jq -r .url
    """
    session.output.one(session.cloud().invitations.get(invitation_id).to_record())
