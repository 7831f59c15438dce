import functools

import click

from scormcloud_cli.commands.dispatch._options import target_options
from scormcloud_cli.commands.shared import downloads, many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import DOWNLOAD
from scormcloud_cli.workflows.options import RunOptions


@click.command(cls=Command, prints=DOWNLOAD.of_many())
@target_options
@click.option(
    "-O",
    "target",
    metavar="FILE",
    help="Where to; '-' is standard output; of several, the folder.  [default: ID.zip]",
)
@many.options
def download(
    session: Session, /, targets: many.Targets, target: str | None, run: RunOptions
) -> None:
    """Download the packages of dispatches.

    They are for the LMS of the destination.

    \b
    Examples:
      scloud dispatch download golf-at-acme
      scloud dispatch download golf-at-acme -O - | sha256sum
      scloud dispatch download --course golf -O packages
    """
    dispatches = session.cloud(rate=run.rate).dispatches
    downloads.save_many(
        session,
        targets,
        target,
        lambda dispatch_id: functools.partial(dispatches.download, dispatch_id),
        run,
    )
