import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.courses import CHANGED_FILE


@click.command(cls=Command, prints=CHANGED_FILE)
@click.argument("file")
def put(session: Session, file: str) -> None:
    """Send a file to the upload area, and print its path there.

    \b
    Examples:
      scloud course upload-area put pkg.zip --api v1
      path=$(scloud course upload-area put pkg.zip --api v1 -o ids)
    """
    from scormcloud_cli.commands.shared import uploads

    area = session.cloud().upload_area
    with uploads.opened(session, file, "filedata") as upload:
        path = area.put(upload)
    session.output.one({"path": path, "status": "uploaded"})
