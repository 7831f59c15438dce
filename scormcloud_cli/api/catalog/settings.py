"""The configuration settings of courses, registrations and applications."""

import functools
from collections.abc import Mapping
from typing import NamedTuple

from scormcloud_cli.api.catalog.documents import document


class Setting(NamedTuple):
    """One configuration setting of courses, registrations and applications.

    Attributes:
        id: v2's setting ID, ``PlayerScoLaunchType``.
        v1: the v1 attribute that is the same setting, ``scoLaunchType``; None when v1 has none.
        type: ``string``, ``integer``, ``number`` or ``boolean``.
        default: the service's own default, as text.
        values: v2's values, each with v1's spelling of it; empty when both spell it alike.
        description: what it does.
    """

    id: str
    v1: str | None
    type: str
    default: str
    values: Mapping[str, str]
    description: str


@functools.cache
def settings() -> Mapping[str, Setting]:
    """Return every known configuration setting by its v2 ID."""
    return {
        item["id"]: Setting(
            id=item["id"],
            v1=item.get("v1"),
            type=item["type"],
            default=item["default"],
            values=item.get("values", {}),
            description=item.get("description", ""),
        )
        for item in document("settings")["settings"]
    }
