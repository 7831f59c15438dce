import click

from scormcloud_cli import api
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.registrations import REGISTRATION


@click.command(cls=Command, prints=REGISTRATION)
@click.argument("registration_id", metavar="ID")
def new_instance(session: Session, registration_id: str) -> None:
    """Begin an instance on the newest course version.

    The results of the instances before it are kept.

    \b
    Examples:
      scloud registration new-instance golf-ann
      scloud registration new-instance golf-ann -o json | jq .instance
    """
    registrations = session.cloud().registrations
    registrations.new_instance(registration_id)
    session.output.one(registrations.get(registration_id, api.Detail()).to_record())
