"""The tags of courses, registrations and the other things that carry them."""

from collections.abc import Sequence
from typing import Protocol


class Tags(Protocol):
    """The tags of one kind of thing, such as courses; an owner is the ID of one."""

    def get(self, owner: str) -> Sequence[str]:
        """Return the tags of one."""

    def add(self, owner: str, tags: Sequence[str]) -> None:
        """Add tags to one."""

    def remove(self, owner: str, tags: Sequence[str]) -> None:
        """Remove tags from one; tags it does not have are ignored."""

    def set(self, owner: str, tags: Sequence[str]) -> None:
        """Replace the tags of one.

        Raises:
            UsageError: a tag holds a comma, which v1 cannot carry.
        """
