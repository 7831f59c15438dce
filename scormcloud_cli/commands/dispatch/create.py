from typing import Any

import click

from scormcloud_cli.commands.dispatch._options import change_options, read_change
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.dispatches import DISPATCH


@click.command(cls=Command, prints=DISPATCH)
@click.option(
    "--destination",
    "destination_id",
    required=True,
    metavar="ID",
    help="The destination to share it with.",
)
@click.option("--course", "course_id", required=True, metavar="ID", help="The course to share.")
@click.option("--id", "dispatch_id", metavar="ID", help="Its ID.  [default: a UUID]")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Give it this tag.")
@change_options
def create(
    session: Session,
    /,
    destination_id: str,
    course_id: str,
    dispatch_id: str | None,
    tags: tuple[str, ...],
    **change_given: Any,
) -> None:
    """Share a course with a destination.

    \b
    Examples:
      scloud dispatch create --destination acme --course golf --id golf-at-acme
      scloud dispatch create --destination acme --course golf --cap 50 --expires 2027-01-01 -o ids
    """
    dispatches = session.cloud().dispatches
    change = read_change(session, **change_given)
    created_id = dispatches.create(dispatch_id, destination_id, course_id, change, tags)
    session.output.one(dispatches.get(created_id).to_record())
