import click

from scormcloud_cli import api
from scormcloud_cli.commands.registration._options import detail_options
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.types import part_of
from scormcloud_cli.terminal.views.registrations import REGISTRATION


@click.command(cls=Command, prints=REGISTRATION)
@click.argument("registration_id", metavar="ID")
@detail_options
@part_of("instance")
def show(session: Session, registration_id: str, detail: "api.Detail", number: int | None) -> None:
    """Show a registration and its result.

    \b
    Examples:
      scloud registration show golf-ann
      scloud registration show golf-ann --children --runtime -o json
    """
    registration = session.cloud().registrations.get(registration_id, detail, number)
    session.output.one(registration.to_record())
