import click

from scormcloud_cli.commands.connector._options import configuration_option
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.json_input import read_object
from scormcloud_cli.terminal.views.connectors import CHANGED_CONNECTOR


@click.command(cls=Command, prints=CHANGED_CONNECTOR)
@click.argument("kind", metavar="TYPE")
@configuration_option
@click.option("--disabled", is_flag=True, help="Do not use it yet.")
def create(session: Session, kind: str, configuration: str | None, disabled: bool) -> None:
    """Create a content connector.

    \b
    Examples:
      scloud connector create TYPE --configuration @connector.json
      scloud connector create TYPE --configuration '{"bucket": "courses"}' --disabled
    """
    values = read_object(configuration, "--configuration", session.terminal) or {}
    connector_id = session.cloud().connectors.create(kind, values, not disabled)
    session.output.one({"connectorId": connector_id, "status": "created"})
