import click

from scormcloud_cli import api
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.registrations import REGISTRATION


@click.command(cls=Command, prints=REGISTRATION)
@click.argument("registration_id", metavar="ID")
def reset(session: Session, registration_id: str) -> None:
    """Delete the results of a registration.

    The registration itself is kept.

    \b
    Examples:
      scloud registration reset golf-ann
      scloud registration reset golf-ann --yes --api v1
    """
    registrations = session.cloud().registrations
    if not session.dry_run:
        session.terminal.confirm(f"Throw away all results of registration {registration_id}?")
    registrations.reset(registration_id)
    session.output.one(registrations.get(registration_id, api.Detail()).to_record())
