import click

from scormcloud_cli import api
from scormcloud_cli.commands.destination._options import launch_auth_option, platform_option
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.json_input import read_object
from scormcloud_cli.terminal.views.destinations import DESTINATION


@click.command(cls=Command, prints=DESTINATION)
@click.argument("name")
@click.option("--id", "destination_id", metavar="ID", help="Its ID.  [default: a UUID]")
@click.option("--email", metavar="ADDRESS", help="The address of a contact there.")
@click.option("--notes", metavar="TEXT", help="Anything worth remembering.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Give it this tag.")
@launch_auth_option
@platform_option
def create(
    session: Session,
    name: str,
    destination_id: str | None,
    email: str | None,
    notes: str | None,
    tags: tuple[str, ...],
    launch_auth: str | None,
    platform: str | None,
) -> None:
    """Create a destination.

    \b
    Examples:
      scloud destination create "Acme" --id acme --tag emea
      id=$(scloud destination create "Acme" -o ids)
    """
    destinations = session.cloud().destinations
    settings = api.DestinationChange(
        name=name,
        email=email,
        notes=notes,
        tags=tags or None,
        launch_auth=read_object(launch_auth, "--launch-auth", session.terminal),
        lti13_data=read_object(platform, "--lti13-platform", session.terminal),
    )
    created_id = destinations.create(destination_id, settings)
    session.output.one(destinations.get(created_id).to_record())
