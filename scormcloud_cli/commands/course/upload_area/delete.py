import click

from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.courses import CHANGED_FILE
from scormcloud_cli.terminal.views.shared import RESULTS
from scormcloud_cli.workflows.options import RunOptions


@click.command(cls=Command, prints=RESULTS)
@click.argument("paths", metavar="PATH...|-", nargs=-1, required=True)
@many.options
def delete(session: Session, paths: tuple[str, ...], run: RunOptions) -> None:
    """Delete files of the upload area.

    '-' reads paths from standard input.

    \b
    Examples:
      scloud course upload-area delete default/PATH.zip --api v1
      scloud course upload-area delete default/PATH.zip --yes --api v1
    """
    targets = many.named(session, CHANGED_FILE, paths)
    many.delete(session, targets, session.cloud(rate=run.rate).upload_area.delete, run)
