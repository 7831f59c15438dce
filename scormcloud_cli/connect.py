"""Joins a session's profile and options to the service they name."""

from typing import TYPE_CHECKING

from scormcloud_cli.accounts import folders, profiles
from scormcloud_cli.api.cloud import Cloud
from scormcloud_cli.api.credentials import Credentials
from scormcloud_cli.api.errors import AuthenticationFailed
from scormcloud_cli.api.pace import Pace
from scormcloud_cli.api.transport import Transport

if TYPE_CHECKING:
    from scormcloud_cli.session import Session


def cloud(session: "Session", *, management: bool, api: str | None) -> Cloud:
    """Return the service as a session's profile and options say; see `Session.cloud`."""
    profile = session.profile()
    base_url = _base_url(session, profile)
    credentials = profiles.credentials(profile, session.environ, management=management)
    transport = _transport(session)
    return Cloud(base_url, credentials, api=api or session.api or profile.api, transport=transport)


def anonymous(session: "Session") -> Cloud:
    """Return the service without credentials, for the few calls that need none.

    No account has to be set up for it; then it is `SCLOUD_BASE_URL`, or SCORM Cloud itself.

    Raises:
        UsageFault: there is no profile of the name asked for, or a variable is malformed.
    """
    try:
        base_url = _base_url(session, session.profile())
    except AuthenticationFailed:
        base_url = session.environ.get("SCLOUD_BASE_URL") or profiles.DEFAULT_BASE_URL
    return Cloud(base_url, Credentials(""), transport=_transport(session))


def with_credentials(
    session: "Session", base_url: str, credentials: Credentials, *, api: str
) -> Cloud:
    """Return a service with credentials that no profile has yet.

    Raises:
        UsageFault: credentials must not be sent to such a URL.
    """
    return Cloud(base_url, credentials, api=api, transport=_transport(session))


def _base_url(session: "Session", profile: profiles.Profile) -> str:
    """Return where a profile's service is; the emulator is started for profile ``local``."""
    if profile.name != profiles.LOCAL:
        return profile.base_url
    from scormcloud_cli.emulator.server import RunningEmulator

    emulator = RunningEmulator(folders.emulator_folder(session.environ))
    base_url = emulator.start()
    session.links_last = emulator.links_last
    session.on_close(emulator.stop)
    return base_url


def _transport(session: "Session") -> Transport:
    transport = Transport(
        timeout=session.timeout,
        retries=session.retries,
        notice=session.terminal.notice,
        debug=session.terminal.debug if session.terminal.debugging else None,
        dry_run=session.dry_run,
        pace=Pace(session.settings.rate),
    )
    session.on_close(transport.close)
    return transport
