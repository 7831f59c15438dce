"""Learners: what can be done with them."""

from typing import Protocol

from scormcloud_cli.api.tags import Tags


class Learners(Protocol):
    """The learners of an application, who exist inside registrations only."""

    @property
    def tags(self) -> Tags:
        """Their tags."""

    def update(
        self,
        learner_id: str,
        *,
        first_name: str | None = None,
        last_name: str | None = None,
        email: str | None = None,
    ) -> None:
        """Change what is known of a learner in all registrations."""

    def delete_information(self, learner_id: str, requester: str) -> None:
        """Delete all that is kept about a learner; `requester` is the address of who asks."""
