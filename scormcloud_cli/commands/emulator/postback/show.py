from pathlib import Path

import click

from scormcloud_cli.commands.emulator._data import data_option
from scormcloud_cli.commands.emulator.postback._queue import queue, record
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.postbacks import QUEUED


@click.command(cls=Command, prints=QUEUED, plans=False)
@click.argument("postback_id", metavar="ID")
@data_option
def show(session: Session, postback_id: str, data: Path | None) -> None:
    """Show one postback: how often it was tried, and why in vain.

    \b
    Examples:
      scloud emulator postback show ID
      scloud emulator postback show ID -o json | jq -r .message
    """
    from scormcloud_cli.emulator import postbacks

    with queue(session, data) as emulator:
        session.output.one(record(postbacks.get(emulator.store.reading(), postback_id)))
