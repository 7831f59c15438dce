import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.connectors import CONNECTOR


@click.command(cls=Command, prints=CONNECTOR)
def list_(session: Session) -> None:
    """List content connectors.

    \b
    Examples:
      scloud connector list
      scloud connector list -o json | jq '.[] | select(.enabled).connectorId'
    """
    session.output.many(connector.to_record() for connector in session.cloud().connectors.list())
