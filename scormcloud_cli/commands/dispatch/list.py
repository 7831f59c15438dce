from typing import TYPE_CHECKING

import click

from scormcloud_cli.commands.shared.command import Command
from scormcloud_cli.commands.shared.lists import list_options, resumable
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.views.dispatches import DISPATCH

if TYPE_CHECKING:
    from scormcloud_cli.api.dispatches import DispatchQuery

from scormcloud_cli.commands.dispatch._options import query_options


@click.command(cls=Command, prints=DISPATCH)
@resumable
@list_options("GetDispatches")
@query_options
def list_(session: Session, /, query: "DispatchQuery") -> None:
    """List dispatches.

    \b
    Examples:
      scloud dispatch list --destination acme
      scloud dispatch list --course golf --disabled -o ids
      scloud dispatch list --tag old -o ids | scloud dispatch delete - --yes
    """
    dispatches = session.cloud().dispatches.list(query)
    session.output.many(dispatch.to_record() for dispatch in dispatches)
