"""The options that say where the emulator's data is, and what its account may have."""

from pathlib import Path

import click

from scormcloud_cli.session import Session

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where its data is kept.  [default: that of the profile local]",
)

plan_option = click.option(
    "--plan",
    type=click.Choice(["trial"]),
    help="Give the account the limits of a plan: a trial's 10 registrations and 100 MB of content.",
)


def data_folder(session: Session, data: Path | None) -> Path:
    """Return the folder that the option names, or that of the profile ``local``."""
    from scormcloud_cli.accounts.folders import emulator_folder

    return data or emulator_folder(session.environ)
