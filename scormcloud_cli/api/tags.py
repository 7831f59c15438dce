"""The tags of courses, registrations and the other things that carry them."""

from collections.abc import Sequence
from typing import Protocol


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
