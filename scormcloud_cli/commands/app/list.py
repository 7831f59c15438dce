from collections.abc import Mapping
from typing import Any

import click

from scormcloud_cli import api
from scormcloud_cli.commands.app._options import counts_option
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.lists import list_options, resumable
from scormcloud_cli.terminal.views.applications import APPLICATION


@click.command(cls=Command, prints=APPLICATION)
@resumable
@list_options("GetApplications", tags=False)
@counts_option
def list_(session: Session, filters: Mapping[str, Any], counts: bool) -> None:
    """List the realm's applications.

    \b
    Examples:
      scloud app list
      scloud app list --counts -o csv
      scloud app list --filter demo --filter-by name -o ids
    """
    query = api.ListQuery(**filters)
    applications = session.cloud(management=True).applications.list(query, counts=counts)
    session.output.many(application.to_record() for application in applications)
