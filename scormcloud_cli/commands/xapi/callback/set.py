import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.xapi import CALLBACK


@click.command(cls=Command, prints=CALLBACK)
@click.argument("url")
def set_(session: Session, url: str) -> None:
    """Set the URL at which the record store asks who a user is.

    \b
    Examples:
      scloud xapi callback set https://lms.example/lrs-auth --api v1
      scloud xapi callback set https://lms.example/lrs-auth --api v1 --dry-run
    """
    session.cloud().xapi.set_callback_url(url)
    session.output.one({"url": url})
