import click

from scormcloud_cli.commands.shared.command import Command, Session


@click.command(cls=Command)
def remove(session: Session) -> None:
    """Remove the URL at which the record store asks who a user is.

    \b
    Examples:
      scloud xapi callback remove --api v1
      scloud xapi callback remove --api v1 --dry-run
    """
    session.cloud().xapi.set_callback_url(None)
    session.terminal.notice("removed the callback")
