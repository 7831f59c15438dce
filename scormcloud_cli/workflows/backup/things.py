"""What a backup consists of: things of an application, each by its kind and its ID."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from scormcloud_cli.api.configuration import SettingValue
from scormcloud_cli.workflows.publishing import OWN_TAGS


class Thing(NamedTuple):
    """One thing of an application, as a list tells of it.

    Attributes:
        kind: ``configuration``, ``course``, ``destination``, ``dispatch`` or ``registration``.
        id: its ID; of a configuration, which courses it is for (see `ApplicationConfiguration`).
        listed: what the list tells of it.
    """

    kind: str
    id: str
    listed: Any = None

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.kind} {self.id}"

    def named(self) -> dict[str, str]:
        """Return the fields of a record that say which it is."""
        return {"kind": self.kind, "id": self.id}


def explicit(settings: Iterable[SettingValue]) -> dict[str, str]:
    """Return the settings that are set here, and do not come from a level above."""
    return {
        setting.id: setting.explicit_value
        for setting in settings
        if setting.explicit_value is not None
    }


def without_own_tags(tags: Iterable[str] | None) -> list[str]:
    """Return the tags that people gave, without those that publishing keeps for itself."""
    return [tag for tag in tags or () if not tag.startswith(OWN_TAGS)]
