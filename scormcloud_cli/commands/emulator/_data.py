"""The option that says where the emulator's data is."""

from pathlib import Path

import click

from scormcloud_cli.session import Session

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where its data is kept.  [default: that of the profile local]",
)


def data_folder(session: Session, data: Path | None) -> Path:
    """Return the folder that the option names, or that of the profile ``local``."""
    from scormcloud_cli.accounts.folders import emulator_folder

    return data or emulator_folder(session.environ)
