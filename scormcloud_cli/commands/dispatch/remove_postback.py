import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import RESULT


@click.command(cls=Command, prints=RESULT)
@click.argument("dispatch_id", metavar="ID")
def remove_postback(session: Session, dispatch_id: str) -> None:
    """Stop posting the results of a dispatch (v2).

    \b
    Examples:
      scloud dispatch remove-postback golf-at-acme
      scloud dispatch remove-postback golf-at-acme --dry-run
    """
    session.cloud().dispatches.remove_postback(dispatch_id)
    session.output.one({"id": dispatch_id, "status": "without postback"})
