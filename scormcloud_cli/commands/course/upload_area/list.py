import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.courses import FILE


@click.command(cls=Command, prints=FILE)
def list_(session: Session) -> None:
    """List the files of the upload area.

    \b
    Examples:
      scloud course upload-area list --api v1
      scloud course upload-area list --api v1 -o ids | scloud course upload-area delete - --api v1
    """
    session.output.many(file.to_record() for file in session.cloud().upload_area.list())
