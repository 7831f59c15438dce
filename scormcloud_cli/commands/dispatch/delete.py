import click

from scormcloud_cli.commands.dispatch._options import target_options
from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import RESULTS
from scormcloud_cli.workflows.options import RunOptions


@click.command(cls=Command, prints=RESULTS)
@target_options
@many.options
def delete(session: Session, /, targets: many.Targets, run: RunOptions) -> None:
    """Delete dispatches.

    It asks first, and says how many.

    \b
    Examples:
      scloud dispatch delete golf-at-acme
      scloud dispatch delete --destination acme --yes
      scloud dispatch list --tag old -o ids | scloud dispatch delete - --yes
    """
    many.delete(session, targets, session.cloud(rate=run.rate).dispatches.delete, run)
