"""The origin: tells the service what software calls it (docs/service/v1.md, Origin)."""

import re

from scormcloud_cli import __version__
from scormcloud_cli.api.errors import UsageError

#: What is told where nobody says otherwise.
DEFAULT = f"scloud.cli.{__version__}"

_NOT_IN_NAMES = re.compile(r"[^a-z0-9]")
_NOT_IN_VERSIONS = re.compile(r"[^A-Za-z0-9_.-]")


def cleaned(text: str) -> str:
    """Return an origin as the service takes it.

    Args:
        text: ``ORGANIZATION.APPLICATION.VERSION``, the names as people write them.

    Raises:
        UsageError: it has not these three parts, or nothing that may stand in one of them.
    """
    organization, application, version = [*text.split(".", 2), "", ""][:3]
    names = [_NOT_IN_NAMES.sub("", name.lower()) for name in (organization, application)]
    parts = [*names, _NOT_IN_VERSIONS.sub("", version)]
    if not all(parts):
        raise UsageError(
            f"an origin is ORGANIZATION.APPLICATION.VERSION, not {text!r}",
            hint=f"such as {DEFAULT}; it stands in SCLOUD_ORIGIN or in the profile",
        )
    return ".".join(parts)
