import click

from scormcloud_cli import api
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.destination._options import launch_auth_option, platform_option
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.json_input import read_object
from scormcloud_cli.terminal.views.destinations import DESTINATION


@click.command(cls=Command, prints=DESTINATION)
@click.argument("destination_id", metavar="ID")
@click.option("--name", metavar="NAME", help="Call it this.")
@click.option("--email", metavar="ADDRESS", help="The address of a contact there.")
@click.option("--notes", metavar="TEXT", help="Anything worth remembering.")
@launch_auth_option
@platform_option
def update(
    session: Session,
    destination_id: str,
    name: str | None,
    email: str | None,
    notes: str | None,
    launch_auth: str | None,
    platform: str | None,
) -> None:
    """Change a destination, and show it.

    \b
    Examples:
      scloud destination update acme --name "Acme & Co"
      scloud destination update acme --notes "moves in May" --email lms@acme.example
      scloud destination update acme --lti13-platform @platform.json
    """
    change = api.DestinationChange(
        name=name,
        email=email,
        notes=notes,
        launch_auth=read_object(launch_auth, "--launch-auth", session.terminal),
        lti13_data=read_object(platform, "--lti13-platform", session.terminal),
    )
    if change == api.DestinationChange():
        raise UsageError("there is nothing to change", hint="scloud destination update --help")
    destinations = session.cloud().destinations
    destinations.update(destination_id, change)
    session.output.one(destinations.get(destination_id).to_record())
