from pathlib import Path

import click

from scormcloud_cli.commands.emulator._data import data_option
from scormcloud_cli.commands.emulator.postback._queue import queue, record
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.postbacks import QUEUED


@click.command(cls=Command, prints=QUEUED, plans=False)
@click.argument("postback_id", metavar="ID")
@data_option
def retry(session: Session, postback_id: str, data: Path | None) -> None:
    """Have a postback sent again, with all its tries anew.

    The emulator that runs over the data sends it at once; where none runs, the next one does.

    \b
    Examples:
      scloud emulator postback retry ID
      scloud emulator postback retry ID --data ./cloud
    """
    from scormcloud_cli.emulator import postbacks

    with queue(session, data) as emulator:
        postbacks.retry(emulator, postback_id)
        session.output.one(record(postbacks.get(emulator.store.reading(), postback_id)))
