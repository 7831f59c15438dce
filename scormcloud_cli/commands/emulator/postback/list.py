from pathlib import Path

import click

from scormcloud_cli.commands.emulator._data import data_option
from scormcloud_cli.commands.emulator.postback._queue import queue, record
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.postbacks import QUEUED


@click.command(cls=Command, prints=QUEUED, plans=False)
@data_option
def list_(session: Session, data: Path | None) -> None:
    """List postbacks that wait, and those of the last week.

    The newest come first.

    \b
    Examples:
      scloud emulator postback list
      scloud emulator postback list --data ./cloud -o jsonl
    """
    from scormcloud_cli.emulator import postbacks

    with queue(session, data) as emulator:
        session.output.many(map(record, postbacks.queued(emulator.store.reading())))
