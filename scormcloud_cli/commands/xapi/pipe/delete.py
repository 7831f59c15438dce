import click

from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import RESULT
from scormcloud_cli.terminal.views.xapi import PIPE


@click.command(cls=Command, prints=RESULT)
@click.argument("pipe_id", metavar="ID")
def delete(session: Session, pipe_id: str) -> None:
    """Forward statements no more.

    \b
    Examples:
      scloud xapi pipe delete ID
      scloud xapi pipe delete ID --yes
    """
    targets = many.Targets(PIPE, [pipe_id], alone=True)
    many.delete(session, targets, session.cloud().xapi.delete_pipe)
