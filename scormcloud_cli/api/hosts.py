"""Which hosts requests may be sent to, and how."""

from urllib.parse import urlsplit

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.api.loopback import is_loopback


def checked_base_url(url: str) -> str:
    """Return a base URL without a trailing slash, if credentials may be sent to it.

    Args:
        url: such as ``https://cloud.scorm.com``. Plain http is taken for this machine only.

    Raises:
        UsageError: it is no such URL.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(
            f"the base URL must look like https://cloud.scorm.com, not {parts.geturl()!r}"
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise UsageError("the base URL must hold no user name, password, query or fragment")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise UsageError(
            f"credentials are not sent to {parts.hostname} over plain http", hint="use https"
        )
    return url.rstrip("/")
