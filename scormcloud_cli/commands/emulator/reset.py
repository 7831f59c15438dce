from pathlib import Path

import click

from scormcloud_cli.api.errors import CloudError, UsageError
from scormcloud_cli.commands.emulator._data import data_folder, data_option
from scormcloud_cli.commands.shared.command import Command, Session


@click.command(cls=Command)
@data_option
def reset(session: Session, data: Path | None) -> None:
    """Throw away everything the emulator keeps.

    \b
    Examples:
      scloud emulator reset
      scloud emulator reset --data ./cloud --yes
    """
    import shutil

    from scormcloud_cli.emulator.server import running_server

    folder = data_folder(session, data)
    if served := running_server(folder):
        raise CloudError(
            f"an emulator serves this data at {served.base_url}",
            code="emulator_running",
            hint=f"stop it first: kill {served.pid}",
        )
    if not folder.exists():
        session.terminal.notice("there is nothing to throw away")
        return
    if session.dry_run:
        session.terminal.notice(f"would throw away {folder}")
        return
    if any(folder.iterdir()) and not (folder / "emulator.sqlite3").exists():
        raise UsageError(f"{folder} is not an emulator's data folder")
    session.terminal.confirm(f"Throw away everything in {folder}?")
    shutil.rmtree(folder)
    session.terminal.notice("done")
