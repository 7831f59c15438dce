import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.xapi import CALLBACK


@click.command(cls=Command, prints=CALLBACK)
def show(session: Session) -> None:
    """Show where the record store asks who a user is.

    \b
    Examples:
      scloud xapi callback show --api v1
      scloud xapi callback show --api v1 -o json | jq -r .url
    """
    url = session.cloud().xapi.callback_url()
    session.output.one({} if url is None else {"url": url})
