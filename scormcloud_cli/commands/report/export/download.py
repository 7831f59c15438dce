import click

from scormcloud_cli.commands.shared import downloads
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import DOWNLOAD


@click.command(cls=Command, prints=DOWNLOAD)
@click.argument("export_id", metavar="ID")
@click.option("-O", "target", metavar="FILE", help="Where to; '-' is standard output.  [ID.zip]")
def download(session: Session, export_id: str, target: str | None) -> None:
    """Download the zip of an export that has ended.

    \b
    Examples:
      scloud report export download ID --api v1
      scloud report export download ID -O everything.zip --api v1
    """
    exports = session.cloud().exports
    downloads.save(
        session,
        export_id,
        target,
        lambda sink, progress: exports.download(export_id, sink, progress),
    )
