import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.xapi.pipe._ends import without_passwords
from scormcloud_cli.terminal.views.xapi import PIPE


@click.command(cls=Command, prints=PIPE)
@click.argument("pipe_id", metavar="ID")
def show(session: Session, pipe_id: str) -> None:
    """Show a statement pipe, without its passwords (v2).

    \b
    Examples:
      scloud xapi pipe show ID
      scloud xapi pipe show ID -o json | jq -r .lastForwardedStatementDate
    """
    session.output.one(without_passwords(session.cloud().xapi.pipe(pipe_id).to_record()))
