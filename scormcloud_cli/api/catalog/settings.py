"""The configuration settings of courses, registrations and applications."""

import functools
import re
from collections.abc import Mapping
from typing import NamedTuple

from scormcloud_cli.api.catalog.documents import document


class Setting(NamedTuple):
    """One configuration setting of courses, registrations and applications.

    Attributes:
        id: v2's setting ID, ``PlayerScoLaunchType``.
        type: ``string``, ``integer``, ``number`` or ``boolean``.
        default: the service's own default, as text.
        description: what it does.
        v1: the v1 attribute that is the same setting, ``scoLaunchType``; None when v1 has none.
        values: v2's values, each with v1's spelling of it; empty when both spell it alike.
    """

    id: str
    type: str
    default: str
    description: str
    v1: str | None = None
    values: Mapping[str, str] = {}

    def takes(self, value: str) -> bool:
        """Tell whether it can have a value, as text."""
        if self.values:
            return value in self.values
        pattern = _PATTERNS.get(self.type)
        return pattern is None or re.fullmatch(pattern, value) is not None

    @property
    def allowed(self) -> str:
        """The values that it takes, in words."""
        return ", ".join(self.values) or _WORDS.get(self.type, "any text")


# How values are written, by the type of the setting, and what that is called.
_PATTERNS = {
    "boolean": "true|false",
    "integer": "-?[0-9]+",
    "number": r"-?([0-9]+\.?[0-9]*|\.[0-9]+)",
}
_WORDS = {"boolean": "true or false", "integer": "a whole number", "number": "a number, as 0.5"}


@functools.cache
def settings() -> Mapping[str, Setting]:
    """Return every known configuration setting by its v2 ID."""
    return {record["id"]: Setting(**record) for record in document("settings")["settings"]}
