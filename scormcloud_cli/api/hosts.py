"""Which hosts requests may be sent to, and how."""

import re
from urllib.parse import urlsplit

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.api.loopback import is_loopback

# What a name or an address has, once it is written in ASCII.
_HOST = re.compile(r"[\w.:-]+", re.ASCII)


def checked_base_url(url: str) -> str:
    """Return a base URL without a trailing slash, if credentials may be sent to it.

    Args:
        url: such as ``https://cloud.scorm.com``. Plain http is taken for this machine only.

    Raises:
        UsageError: it is no such URL.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        sound = parts.scheme in ("http", "https") and _HOST.fullmatch(host) and parts.port != 0
    except ValueError:  # of an address, a port or a name that is none
        sound = None
    if not sound:
        shown = url.rpartition("@")[2]  # without a password
        raise UsageError(
            f"the base URL must look like https://cloud.scorm.com, not {shown!r}",
            hint="correct SCLOUD_BASE_URL, or the base_url of the profile",
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise UsageError("the base URL must hold no user name, password, query or fragment")
    if parts.scheme == "http" and not is_loopback(host):
        raise UsageError(f"credentials are not sent to {host} over plain http", hint="use https")
    return url.rstrip("/")
