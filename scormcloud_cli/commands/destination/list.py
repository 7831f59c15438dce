from collections.abc import Mapping
from typing import Any

import click

from scormcloud_cli import api
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.lists import list_options, resumable
from scormcloud_cli.terminal.views.destinations import DESTINATION


@click.command(cls=Command, prints=DESTINATION)
@resumable
@click.option("--course", "course_id", metavar="ID", help="Only those this course went to (v2).")
@list_options("GetDestinations")
@click.option("--dispatch-count", is_flag=True, help="With the number of dispatches (v2).")
def list_(
    session: Session, course_id: str | None, filters: Mapping[str, Any], dispatch_count: bool
) -> None:
    """List destinations.

    \b
    Examples:
      scloud destination list
      scloud destination list --tag emea -o json | jq -r '.[].name'
    """
    query = api.DestinationQuery(course_id=course_id, **filters, dispatch_count=dispatch_count)
    destinations = session.cloud().destinations.list(query)
    session.output.many(destination.to_record() for destination in destinations)
