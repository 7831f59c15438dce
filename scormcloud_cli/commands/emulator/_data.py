"""What several commands of the emulator have in common."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.session import Session

if TYPE_CHECKING:
    from scormcloud_cli.api.cloud import Cloud

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


def variables(base_url: str) -> dict[str, str]:
    """Return the environment variables that have any command use the emulator at a URL."""
    from scormcloud_cli.emulator import service

    return {
        "SCLOUD_BASE_URL": base_url,
        "SCLOUD_APP_ID": service.APP_ID,
        "SCLOUD_SECRET_KEY": service.SECRET_KEY,
        "SCLOUD_MANAGEMENT_APP_ID": service.MANAGER_ID,
        "SCLOUD_MANAGEMENT_SECRET_KEY": service.MANAGER_SECRET_KEY,
    }


def emulated(session: Session, *, rate: float | None = None) -> "Cloud":
    """Return the service, if it is no other than an emulator.

    Args:
        session: whose profile says where the service is.
        rate: how many requests are made in a second at most.

    Raises:
        UsageError: it is SCORM Cloud itself.
    """
    from urllib.parse import urlsplit

    from scormcloud_cli.accounts.profiles import LOCAL

    profile = session.profile()
    host = urlsplit(profile.base_url).hostname or ""
    if profile.name != LOCAL and f".{host}".endswith(".scorm.com"):
        raise UsageError(
            f"profile {profile.name} is of SCORM Cloud itself, and this is for an emulator",
            hint="-p local uses the one on this machine",
        )
    return session.cloud(rate=rate)
