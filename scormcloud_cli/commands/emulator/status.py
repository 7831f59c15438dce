from pathlib import Path

import click

from scormcloud_cli.commands.emulator._data import data_folder, data_option
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.session import usable_data
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
    from scormcloud_cli.emulator.service import users

    folder = data_folder(session, data)
    record: dict[str, object] = {"running": False, "data": str(folder)}
    with usable_data():
        for user in users(folder):
            if user.base_url and not record["running"]:
                record |= {"running": True, "baseUrl": user.base_url, "pid": user.pid}
                record["contentUrl"] = user.content_url
            else:
                how = f"serves it at {user.base_url}" if user.base_url else "uses it for a command"
                session.terminal.notice(f"process {user.pid} {how}")
    session.output.one(record)
