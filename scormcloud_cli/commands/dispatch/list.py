import click

from scormcloud_cli import api
from scormcloud_cli.commands.dispatch._options import query_options
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.lists import list_options, resumable
from scormcloud_cli.terminal.views.dispatches import DISPATCH


@click.command(cls=Command, prints=DISPATCH)
@resumable
@list_options("GetDispatches")
@query_options
def list_(session: Session, /, query: "api.DispatchQuery") -> None:
    """List dispatches.

    \b
    Examples:
      scloud dispatch list --destination acme
      scloud dispatch list --course golf --disabled -o ids
      scloud dispatch list --tag old -o ids | scloud dispatch delete - --yes
    """
    dispatches = session.cloud().dispatches.list(query)
    session.output.many(dispatch.to_record() for dispatch in dispatches)
