import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.destinations import LTI13_TOOL


@click.command(cls=Command, prints=LTI13_TOOL)
@click.argument("destination_id", metavar="ID")
def lti13(session: Session, destination_id: str) -> None:
    """Show what a platform needs for LTI 1.3 (v2).

    With it the destination is added there as a tool.

    \b
    Examples:
      scloud destination lti13 acme
      scloud destination lti13 acme -o json | jq -r .publicKey
    """
    session.output.one(session.cloud().destinations.tool_configuration(destination_id))
