import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.xapi.pipe._ends import without_passwords
from scormcloud_cli.terminal.views.xapi import PIPE


@click.command(cls=Command, prints=PIPE)
def list_(session: Session) -> None:
    """List statement pipes, without their passwords (v2).

    \b
    Examples:
      scloud xapi pipe list
      scloud xapi pipe list -o json | jq -r '.[].target.url'
    """
    pipes = (pipe.to_record() for pipe in session.cloud().xapi.pipes())
    session.output.many(without_passwords(pipe) for pipe in pipes)
