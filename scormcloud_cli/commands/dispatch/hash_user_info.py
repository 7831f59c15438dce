import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import RESULT


@click.command(cls=Command, prints=RESULT)
@click.argument("dispatch_id", metavar="ID")
@click.argument("state", type=click.Choice(["on", "off"]), required=False)
def hash_user_info(session: Session, dispatch_id: str, state: str | None) -> None:
    """Hide or show who learns through a dispatch (v2).

    Without "on" or "off", print which of them it is.

    \b
    Examples:
      scloud dispatch hash-user-info golf-at-acme on
      scloud dispatch hash-user-info golf-at-acme -o json | jq -r .status
    """
    dispatches = session.cloud().dispatches
    if state is None:
        state = "on" if dispatches.hashes_user_info(dispatch_id) else "off"
    else:
        dispatches.hash_user_info(dispatch_id, state == "on")
    session.output.one({"id": dispatch_id, "status": f"hashing {state}"})
