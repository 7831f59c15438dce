"""The configuration of courses, registrations and applications."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from scormcloud_cli.api.models import Json, Model


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingValue(Model):
    """What one configuration setting is, and where that comes from (SettingItem)."""

    id: str
    effective_value: str | None = None
    effective_value_source: str | None = None
    explicit_value: str | None = None
    metadata: Mapping[str, Json] | None = None


class Configuration(Protocol):
    """The configuration of one kind of thing, by v2's setting IDs."""

    def get(self, owner: str) -> Iterator[SettingValue]:
        """Return every setting of one."""

    def set(self, owner: str, settings: Mapping[str, str]) -> None:
        """Set settings of one."""

    def unset(self, owner: str, setting_id: str) -> None:
        """Remove a setting of one, so that the value of the level above holds."""
