import click

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.connector._options import configuration_option
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.json_input import read_object
from scormcloud_cli.terminal.views.connectors import CHANGED_CONNECTOR


@click.command(cls=Command, prints=CHANGED_CONNECTOR)
@click.argument("connector_id", metavar="ID")
@configuration_option
@click.option("--enable/--disable", "enabled", default=None, help="Use it, or not.")
def update(
    session: Session, connector_id: str, configuration: str | None, enabled: bool | None
) -> None:
    """Change a content connector.

    \b
    Examples:
      scloud connector update ID --disable
      scloud connector update ID --configuration @connector.json
    """
    if configuration is None and enabled is None:
        raise UsageError("there is nothing to change", hint="scloud connector update --help")
    values = read_object(configuration, "--configuration", session.terminal)
    session.cloud().connectors.update(connector_id, configuration=values, enabled=enabled)
    session.output.one({"connectorId": connector_id, "status": "updated"})
