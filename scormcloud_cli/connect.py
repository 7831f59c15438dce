"""Joins a session's profile and options to the service they name."""

from typing import TYPE_CHECKING

from scormcloud_cli import folders, profiles
from scormcloud_cli.api.cloud import Cloud
from scormcloud_cli.api.transport import Transport

if TYPE_CHECKING:
    from scormcloud_cli.session import Session


def cloud(session: "Session", *, management: bool, api: str | None) -> Cloud:
    """Return the service as a session's profile and options say; see `Session.cloud`."""
    profile = session.profile()
    base_url = profile.base_url
    if profile.name == profiles.LOCAL:
        from scormcloud_cli.emulator.server import RunningEmulator

        emulator = RunningEmulator(folders.emulator_folder(session.environ))
        base_url = emulator.start()
        session.on_close(emulator.stop)
    credentials = profiles.credentials(profile, session.environ, management=management)
    transport = Transport(
        timeout=session.timeout,
        retries=session.retries,
        notice=session.terminal.notice,
        debug=session.terminal.debug if session.terminal.debugging else None,
        dry_run=session.dry_run,
    )
    session.on_close(transport.close)
    return Cloud(base_url, credentials, api=api or session.api or profile.api, transport=transport)
