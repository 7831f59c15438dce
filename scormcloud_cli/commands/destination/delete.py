import click

from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.destinations import DESTINATION
from scormcloud_cli.terminal.views.shared import RESULTS
from scormcloud_cli.workflows.options import RunOptions


@click.command(cls=Command, prints=RESULTS)
@click.argument("ids", metavar="ID...|-", nargs=-1, required=True)
@many.options
def delete(session: Session, ids: tuple[str, ...], run: RunOptions) -> None:
    """Delete destinations with their dispatches.

    \b
    Examples:
      scloud destination delete acme
      scloud destination list --tag old -o ids | scloud destination delete - --yes
    """
    many.delete(
        session,
        many.named(session, DESTINATION, ids),
        session.cloud(rate=run.rate).destinations.delete,
        run,
        question="Delete {} with all dispatches?",
    )
