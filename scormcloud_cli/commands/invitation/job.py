import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.types import wait_timeout_option
from scormcloud_cli.terminal.views.invitations import SENDING


@click.command(cls=Command, prints=SENDING)
@click.argument("invitation_id", metavar="ID")
@click.option("--wait", is_flag=True, help="Wait until all mails are sent.")
@wait_timeout_option
def job(session: Session, invitation_id: str, wait: bool, wait_timeout: float) -> None:
    """Tell how far the sending of an invitation is.

    \b
    Examples:
      scloud invitation job ID
      scloud invitation job ID --wait -o json | jq .errors
    """
    from scormcloud_cli.commands.invitation._sending import wait_until_sent

    invitations = session.cloud().invitations
    sending = (
        wait_until_sent(invitations, invitation_id, wait_timeout)
        if wait
        else invitations.job(invitation_id)
    )
    session.output.one(sending.to_record())
