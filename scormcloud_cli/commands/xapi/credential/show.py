import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.xapi import KEY_PAIR


@click.command(cls=Command, prints=KEY_PAIR)
@click.argument("credential_id", metavar="ID")
def show(session: Session, credential_id: str) -> None:
    """Show a key pair, its secret included.

    \b
    Examples:
      scloud xapi credential show ID
      scloud xapi credential show ID -o json | jq -r '"\\(.id):\\(.secret)"'
    """
    session.output.one(session.cloud().xapi.credential(credential_id).to_record())
