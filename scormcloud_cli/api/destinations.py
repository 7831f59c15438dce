"""Destinations: what they are, which to list, what can be done with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from scormcloud_cli.api.messages import Progress
from scormcloud_cli.api.models import Json, Model, Time
from scormcloud_cli.api.queries import ListQuery
from scormcloud_cli.api.tags import Tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination(Model):
    """A place that dispatches go to (v2.json, DestinationInfoSchema)."""

    id: str
    name: str | None = None
    email: str | None = None
    notes: str | None = None
    tags: tuple[str, ...] | None = None
    created: Time | None = None
    updated: Time | None = None
    dispatch_count: int | None = None
    launch_auth: Mapping[str, Json] | None = None
    lti13_data: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationQuery(ListQuery):
    """Which destinations to list.

    Attributes:
        course_id: only those that this course is dispatched to.
        dispatch_count: with the number of each one's dispatches.
    """

    course_id: str | None = None
    dispatch_count: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationChange(Model):
    """The new values of a destination; None leaves a value as it is.

    Attributes:
        name: what it is called.
        email: whom to write to there.
        notes: anything.
        tags: all of its tags.
        launch_auth: how learners are recognized (v2.json, LaunchAuthSchema).
        lti13_data: the platform that launches over LTI 1.3 (Lti13PlatformConfigurationSchema).
    """

    name: str | None = None
    email: str | None = None
    notes: str | None = None
    tags: tuple[str, ...] | None = None
    launch_auth: Mapping[str, Json] | None = None
    lti13_data: Mapping[str, Json] | None = None


class Destinations(Protocol):
    """The destinations of an application: the places that dispatches go to."""

    @property
    def tags(self) -> Tags:
        """Their tags."""

    def list(self, query: DestinationQuery) -> Iterator[Destination]:
        """Yield the destinations that match a query."""

    def get(self, destination_id: str) -> Destination:
        """Return one destination."""

    def create(self, destination_id: str | None, new: DestinationChange) -> str:
        """Create a destination and return its ID: the one given, or one of the service's."""

    def update(self, destination_id: str, change: DestinationChange) -> None:
        """Change a destination."""

    def delete(self, destination_id: str) -> None:
        """Delete a destination with its dispatches."""

    def change_dispatches(
        self, destination_id: str, *, enabled: bool | None = None, instanced: bool | None = None
    ) -> None:
        """Change all dispatches to a destination; None leaves a value as it is.

        Args:
            destination_id: which destination.
            enabled: whether they can be launched.
            instanced: whether launches after a course changed begin new instances.
        """

    def registration_count(self, destination_id: str) -> int:
        """Return how many registrations were made through its dispatches."""

    def reset_registration_count(self, destination_id: str) -> None:
        """Set the registration counts of its dispatches to 0."""

    def hash_user_info(self, destination_id: str, enabled: bool) -> None:
        """Set whether its dispatches hash learners' data."""

    def hashes_user_info(self, destination_id: str) -> bool:
        """Return whether its dispatches hash learners' data."""

    def tool_configuration(self, destination_id: str) -> Mapping[str, str]:
        """Return what a platform needs to add it as an LTI 1.3 tool."""

    def download(
        self, destination_id: str, sink: BinaryIO, on_progress: Progress | None = None
    ) -> str | None:
        """Write the packages of its dispatches to a file, as a zip of zips."""
