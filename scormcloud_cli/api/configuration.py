"""The configuration of courses, registrations and applications."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from scormcloud_cli.api import catalog
from scormcloud_cli.api.errors import UsageError
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


def check_settings(values: Mapping[str, str]) -> None:
    """Check the IDs and values of settings before they are sent.

    Args:
        values: values by v2's setting IDs.

    Raises:
        UsageError: there is no such setting, or it has no such value; its hint is what there is.
    """
    for name, value in values.items():
        setting = known_setting(name)
        if not setting.takes(value):
            raise UsageError(f"{value!r} is no value of {name}", hint=f"it takes {setting.allowed}")


def known_setting(name: str) -> catalog.Setting:
    """Return the setting with an ID.

    Raises:
        UsageError: there is none; its hint is the nearest there is.
    """
    setting = catalog.settings().get(name)
    if setting is None:
        close = catalog.nearest(name, catalog.settings())
        raise UsageError(
            f"there is no setting {name}",
            hint=f"did you mean {close}?"
            if close
            else "scloud course config get ID lists them; scloud raw call sets any",
        )
    return setting
