import click

from scormcloud_cli.commands.dispatch._options import target_options
from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import RESULTS
from scormcloud_cli.workflows.options import RunOptions


@click.command(cls=Command, prints=RESULTS)
@target_options
@many.options
def reset_count(session: Session, /, targets: many.Targets, run: RunOptions) -> None:
    """Reset the registration counts of dispatches to 0.

    \b
    Examples:
      scloud dispatch reset-count golf-at-acme --yes
      scloud dispatch reset-count --destination acme --yes
    """
    many.set_status(
        session,
        targets,
        session.cloud(rate=run.rate).dispatches.reset_registration_count,
        "reset",
        run,
        question="Reset the registration count of {} to 0?",
    )
