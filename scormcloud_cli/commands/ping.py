import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.accounts import PING


@click.command(cls=Command, prints=PING)
def ping(session: Session) -> None:
    """Check that the service answers and takes the credentials.

    Prints the API, the application, the service's clock, and by how many seconds this machine's
    clock is ahead of it.

    \b
    Examples:
      scloud ping
      scloud ping --api v1 -o json | jq .clockDifference
    """
    session.output.one(session.cloud().ping().to_record())
