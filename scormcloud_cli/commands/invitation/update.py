import click

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.types import Moment
from scormcloud_cli.terminal.views.invitations import INVITATION


@click.command(cls=Command, prints=INVITATION)
@click.argument("invitation_id", metavar="ID")
@click.option("--launch/--no-launch", default=None, help="Those it went to may launch, or not.")
@click.option("--open/--closed", "open_", default=None, help="More may join (public), or not.")
@click.option("--expires", type=Moment(), help="When it ends (ISO 8601, UTC).")
def update(
    session: Session,
    invitation_id: str,
    launch: bool | None,
    open_: bool | None,
    expires: str | None,
) -> None:
    """Change an invitation, and show it.

    \b
    Examples:
      scloud invitation update ID --no-launch
      scloud invitation update ID --closed --expires 2027-01-01
    """
    if launch is None and open_ is None and expires is None:
        raise UsageError("there is nothing to change", hint="scloud invitation update --help")
    invitations = session.cloud().invitations
    invitations.update(
        invitation_id, allow_launch=launch, allow_new_registrations=open_, expiration_date=expires
    )
    session.output.one(invitations.get(invitation_id).to_record())
