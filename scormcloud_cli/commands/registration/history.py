import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.types import part_of
from scormcloud_cli.terminal.views.registrations import LAUNCH


@click.command(cls=Command, prints=LAUNCH)
@click.argument("registration_id", metavar="ID")
@part_of("instance")
def history(session: Session, registration_id: str, number: int | None) -> None:
    """List the launches of a registration.

    \b
    Examples:
      scloud registration history golf-ann
      scloud registration history golf-ann -o json | jq '.[-1].exitTime'
    """
    launches = session.cloud().registrations.history(registration_id, number)
    session.output.many(launch.to_record() for launch in launches)
