import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.dispatches import LTI_LAUNCH


@click.command(cls=Command, prints=LTI_LAUNCH)
@click.argument("dispatch_id", metavar="ID")
def lti(session: Session, dispatch_id: str) -> None:
    """Show what a platform needs for LTI 1.1 and 1.3 (v2).

    With it the platform launches the dispatch.

    \b
    Examples:
      scloud dispatch lti golf-at-acme
      scloud dispatch lti golf-at-acme -o json | jq -r .targetLinkUri
    """
    session.output.one(session.cloud().dispatches.lti(dispatch_id))
