import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.destinations import REGISTRATION_COUNT


@click.command(cls=Command, prints=REGISTRATION_COUNT)
@click.argument("destination_id", metavar="ID")
@click.option("--reset", is_flag=True, help="Reset it to 0.")
def registration_count(session: Session, destination_id: str, reset: bool) -> None:
    """Count the registrations made through a destination.

    \b
    Examples:
      scloud destination registration-count acme
      scloud destination registration-count acme --reset --yes
    """
    destinations = session.cloud().destinations
    if reset:
        if not session.dry_run:
            session.terminal.confirm(f"Set the registration count of {destination_id} to nought?")
        destinations.reset_registration_count(destination_id)
    count = destinations.registration_count(destination_id)
    session.output.one({"id": destination_id, "registrationCount": count})
