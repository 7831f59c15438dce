import click

from scormcloud_cli.commands.destination._options import ON_OR_OFF
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import RESULT


@click.command(cls=Command, prints=RESULT)
@click.argument("destination_id", metavar="ID")
@click.argument("state", type=ON_OR_OFF, required=False)
def hash_user_info(session: Session, destination_id: str, state: str | None) -> None:
    """Hide or show who learns through its dispatches (v2).

    \b
    Examples:
      scloud destination hash-user-info acme on
      scloud destination hash-user-info acme -o json | jq -r .status
    """
    destinations = session.cloud().destinations
    if state is None:
        state = "on" if destinations.hashes_user_info(destination_id) else "off"
    else:
        destinations.hash_user_info(destination_id, state == "on")
    session.output.one({"id": destination_id, "status": f"hashing {state}"})
