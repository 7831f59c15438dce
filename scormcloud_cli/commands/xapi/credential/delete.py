import click

from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import RESULT
from scormcloud_cli.terminal.views.xapi import KEY_PAIR


@click.command(cls=Command, prints=RESULT)
@click.argument("credential_id", metavar="ID")
def delete(session: Session, credential_id: str) -> None:
    """Delete a key pair: nothing can be sent with it from then on.

    \b
    Examples:
      scloud xapi credential delete ID
      scloud xapi credential delete ID --yes
    """
    targets = many.Targets(KEY_PAIR, [credential_id], alone=True)
    many.delete(session, targets, session.cloud().xapi.delete_credential)
