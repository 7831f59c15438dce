"""``scloud connector``: content connectors, sources of courses elsewhere."""

from typing import TYPE_CHECKING

import click

from scormcloud_cli.api.errors import UsageFault
from scormcloud_cli.commands.shared.json_input import read_object
from scormcloud_cli.commands.shared.options import Group, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Column, View

if TYPE_CHECKING:
    from scormcloud_cli.api.connectors import Connectors

_VIEW = View(
    "connector",
    columns=(
        Column("connectorId", "ID", whole=True),
        Column("contentConnectorType", "TYPE"),
        Column("enabled", "ENABLED"),
        Column("status", "STATUS"),
    ),
    fields=(
        *("connectorId", "contentConnectorType", "configuration", "enabled"),
        *("additionalInstanceInformation", "status"),
    ),
    id_field="connectorId",
)
_CONFIGURATION = click.option(
    "--configuration",
    metavar="JSON|@FILE|-",
    help="What the connector needs to know, a JSON object; secrets belong in a file or a pipe.",
)


def _connectors(session: Session) -> "Connectors":
    return session.cloud().connectors


@click.group(cls=Group)
def connector() -> None:
    """Content connectors: sources of courses elsewhere (v2)."""


@connector.command("list")
@pass_session
def list_(session: Session) -> None:
    """List content connectors.

    \b
    Examples:
      scloud connector list
      scloud connector list -o json | jq '.[] | select(.enabled).connectorId'
    """
    session.output.many((each.to_record() for each in _connectors(session).list()), _VIEW)


@connector.command()
@click.argument("kind", metavar="TYPE")
@_CONFIGURATION
@click.option("--disabled", is_flag=True, help="Do not use it yet.")
@pass_session
def create(session: Session, kind: str, configuration: str | None, disabled: bool) -> None:
    """Create a content connector.

    \b
    Examples:
      scloud connector create TYPE --configuration @connector.json
      scloud connector create TYPE --configuration '{"bucket": "courses"}' --disabled
    """
    values = read_object(configuration, "--configuration", session.terminal) or {}
    made = _connectors(session).create(kind, values, not disabled)
    session.output.one({"connectorId": made, "status": "created"}, _VIEW)


@connector.command()
@click.argument("connector_id", metavar="ID")
@_CONFIGURATION
@click.option("--enable/--disable", "enabled", default=None, help="Use it, or not.")
@pass_session
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
        raise UsageFault("there is nothing to change", hint="scloud connector update --help")
    values = read_object(configuration, "--configuration", session.terminal)
    _connectors(session).update(connector_id, configuration=values, enabled=enabled)
    session.output.one({"connectorId": connector_id, "status": "updated"}, _VIEW)


@connector.command()
@click.argument("connector_id", metavar="ID")
@pass_session
def delete(session: Session, connector_id: str) -> None:
    """Delete a content connector.

    \b
    Examples:
      scloud connector delete ID
      scloud connector delete ID --yes
    """
    if not session.dry_run:
        session.terminal.confirm(f"Delete the connector {connector_id}?")
    _connectors(session).delete(connector_id)
    session.output.one({"connectorId": connector_id, "status": "deleted"}, _VIEW)
