import click

from scormcloud_cli.commands.dispatch._enabled import set_enabled
from scormcloud_cli.commands.dispatch._options import target_options
from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import RESULTS
from scormcloud_cli.workflows.options import RunOptions


@click.command(cls=Command, prints=RESULTS)
@target_options
@many.options
def enable(session: Session, /, targets: many.Targets, run: RunOptions) -> None:
    """Enable dispatches, which can then be launched.

    More than one asks first, and says how many.

    \b
    Examples:
      scloud dispatch enable golf-at-acme
      scloud dispatch enable --destination acme --disabled --yes
    """
    set_enabled(session, targets, True, run)
