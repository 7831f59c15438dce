from pathlib import Path

import click

from scormcloud_cli.api.errors import CloudError, Planned, UsageError
from scormcloud_cli.commands.emulator._data import data_folder, data_option
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.session import usable_data


@click.command(cls=Command)
@data_option
def reset(session: Session, data: Path | None) -> None:
    """Throw away everything the emulator keeps.

    \b
    Examples:
      scloud emulator reset
      scloud emulator reset --data ./cloud --yes
    """
    from scormcloud_cli.emulator.service import is_data_folder, throw_away

    folder = data_folder(session, data)
    _refuse_used(folder)
    if not folder.exists():
        session.terminal.notice("there is nothing to throw away")
        return
    if not folder.is_dir() or (any(folder.iterdir()) and not is_data_folder(folder)):
        raise UsageError(f"{folder} is not an emulator's data folder")
    if session.dry_run:
        raise Planned([{"removes": str(folder)}])
    session.terminal.confirm(f"Throw away everything in {folder}?")
    _refuse_used(folder)  # one may have been started while that was asked
    with usable_data():
        throw_away(folder)
    session.terminal.notice("done")


def _refuse_used(folder: Path) -> None:
    from scormcloud_cli.emulator.service import users

    with usable_data():
        for user in users(folder):
            where = f" at {user.base_url}" if user.base_url else ""
            raise CloudError(
                f"process {user.pid} uses this data as an emulator{where}",
                code="emulator_running",
                hint=f"stop it first: kill {user.pid}",
            )
