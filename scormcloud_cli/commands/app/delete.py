import click

from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.applications import APPLICATION
from scormcloud_cli.terminal.views.shared import RESULTS
from scormcloud_cli.workflows.options import RunOptions


@click.command(cls=Command, prints=RESULTS)
@click.argument("ids", metavar="ID...|-", nargs=-1, required=True)
@many.options
def delete(session: Session, ids: tuple[str, ...], run: RunOptions) -> None:
    """Delete applications with all their content (v2).

    Their courses, registrations and dispatches are deleted with them.

    \b
    Examples:
      scloud app delete ID
      scloud app list --filter old --filter-by name -o ids | scloud app delete - --yes
    """
    many.delete(
        session,
        many.named(session, APPLICATION, ids),
        session.cloud(management=True, rate=run.rate).applications.delete,
        run,
        question="Delete {} with all courses and registrations?",
    )
