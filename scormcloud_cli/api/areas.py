"""What commands may ask of each area of the service, whichever API answers.

Each method raises `CloudError` when the service says no or cannot be reached: `NotFound` for an
unknown course, registration or job, `UnsupportedByApi` for what the API in use cannot do.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from scormcloud_cli.api.models import SettingValue


class Tags(Protocol):
    """The tags of one kind of thing."""

    def get(self, owner: str) -> Sequence[str]:
        """Return the tags of one, by its ID."""

    def add(self, owner: str, tags: Sequence[str]) -> None:
        """Give one more tags."""

    def remove(self, owner: str, tags: Sequence[str]) -> None:
        """Take tags from one; those it does not have are passed over."""

    def set(self, owner: str, tags: Sequence[str]) -> None:
        """Give one exactly these tags."""


class Configuration(Protocol):
    """The configuration of one kind of thing, by v2's setting IDs."""

    def get(self, owner: str) -> Iterator[SettingValue]:
        """Return every setting of one, by its ID."""

    def set(self, owner: str, settings: Mapping[str, str]) -> None:
        """Set settings of one."""

    def unset(self, owner: str, setting_id: str) -> None:
        """Let a setting of one come from the level above again."""
