from collections.abc import Mapping
from typing import Any

import click

from scormcloud_cli import api
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.lists import list_options, resumable
from scormcloud_cli.terminal.views.xapi import LISTED_KEY_PAIR


@click.command(cls=Command, prints=LISTED_KEY_PAIR)
@resumable
@list_options("GetXAPICredentials", tags=False)
def list_(session: Session, filters: Mapping[str, Any]) -> None:
    """List key pairs, without their secrets.

    \b
    Examples:
      scloud xapi credential list
      scloud xapi credential list --filter CI --filter-by name -o ids
    """
    query = api.ListQuery(**filters)
    records = (credential.to_record() for credential in session.cloud().xapi.credentials(query))
    shown = ({name: record[name] for name in record if name != "secret"} for record in records)
    session.output.many(shown)
