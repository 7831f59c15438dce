import click

from scormcloud_cli.commands.shared import downloads
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import DOWNLOAD


@click.command(cls=Command, prints=DOWNLOAD)
@click.argument("destination_id", metavar="ID")
@click.option("-O", "target", metavar="FILE", help="Where to; '-' is standard output.  [ID.zip]")
def download(session: Session, destination_id: str, target: str | None) -> None:
    """Download the packages of all of its dispatches.

    \b
    Examples:
      scloud destination download acme
      scloud destination download acme -O acme-packages.zip
    """
    destinations = session.cloud().destinations
    downloads.save(
        session,
        destination_id,
        target,
        lambda sink, progress: destinations.download(destination_id, sink, progress),
    )
