from pathlib import Path

import click

from scormcloud_cli.commands.emulator._data import data_folder, data_option
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.emulator import EMULATOR


@click.command(cls=Command, prints=EMULATOR)
@data_option
def status(session: Session, data: Path | None) -> None:
    """Say whether an emulator is being served, and where.

    \b
    Examples:
      scloud emulator status
      scloud emulator status -o json | jq -r .baseUrl
    """
    from scormcloud_cli.emulator.server import running_server

    folder = data_folder(session, data)
    served = running_server(folder)
    record: dict[str, object] = {"running": served is not None, "data": str(folder)}
    if served is not None:
        record |= {"baseUrl": served.base_url, "pid": served.pid}
    session.output.one(record)
