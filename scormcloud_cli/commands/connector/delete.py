import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.connectors import CHANGED_CONNECTOR


@click.command(cls=Command, prints=CHANGED_CONNECTOR)
@click.argument("connector_id", metavar="ID")
def delete(session: Session, connector_id: str) -> None:
    """Delete a content connector.

    \b
    Examples:
      scloud connector delete ID
      scloud connector delete ID --yes
    """
    if not session.dry_run:
        session.terminal.confirm(f"Delete the connector {connector_id}?")
    session.cloud().connectors.delete(connector_id)
    session.output.one({"connectorId": connector_id, "status": "deleted"})
