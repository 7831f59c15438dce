"""The options that say where the emulator's data is, and how it behaves."""

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

speed_option = click.option(
    "--postback-speed",
    type=click.FloatRange(0, 1_000_000, min_open=True),
    default=1.0,
    metavar="FACTOR",
    help="Try postbacks again so many times faster than the service.  [default: 1]",
)


def data_folder(session: Session, data: Path | None) -> Path:
    """Return the folder that the option names, or that of the profile ``local``."""
    from scormcloud_cli.accounts.folders import emulator_folder

    return data or emulator_folder(session.environ)
