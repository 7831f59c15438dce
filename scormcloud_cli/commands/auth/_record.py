"""What the ``scloud auth`` commands print and say of a profile."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scormcloud_cli.session import Session

if TYPE_CHECKING:
    from scormcloud_cli.accounts.profiles import Profile


def profile_record(profile: "Profile", environ: Mapping[str, str]) -> dict[str, Any]:
    """Return what is known of a profile, without its secrets.

    Args:
        profile: the profile.
        environ: the environment, for where the profiles are.
    """
    from scormcloud_cli.accounts import profiles

    record = {
        "profile": profile.name,
        "current": profile.name == profiles.current(environ),
        "appId": profile.app_id,
        "api": profile.api,
        "apis": list(profile.apis),
        "baseUrl": profile.base_url or None,
        "store": profile.store,
        "managementAppId": profile.management_app_id,
        "managementStore": profile.management_store,
    }
    return {name: value for name, value in record.items() if value is not None}


def tell_of_variables(session: Session, profile: str) -> None:
    """Tell who has set up or chosen a profile that the environment goes before it, if it does."""
    from scormcloud_cli.accounts import profiles

    names = [name for name in profiles.variables(management=False) if session.environ.get(name)]
    if names:
        session.terminal.notice(
            f"{' and '.join(names)} go before it: unset them, or use it with -p {profile}"
        )
