import click

from scormcloud_cli.commands.destination._options import ON_OR_OFF
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import RESULT


@click.command(cls=Command, prints=RESULT)
@click.argument("destination_id", metavar="ID")
@click.argument("state", type=ON_OR_OFF)
def instancing(session: Session, destination_id: str, state: str) -> None:
    """Choose if a changed course begins new instances.

    It counts for launches through any dispatch to the destination.

    \b
    Examples:
      scloud destination instancing acme on
      scloud destination instancing acme off
    """
    session.cloud().destinations.change_dispatches(destination_id, instanced=state == "on")
    session.output.one({"id": destination_id, "status": f"instancing {state}"})
