"""Dispatches: what they are, which to list, what can be done with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from scormcloud_cli.api.messages import Progress
from scormcloud_cli.api.models import Model, Time
from scormcloud_cli.api.postbacks import Postback
from scormcloud_cli.api.queries import ListQuery
from scormcloud_cli.api.tags import Tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch(Model):
    """One course, lent to one destination (v2.json, DispatchSchema)."""

    id: str
    destination_id: str | None = None
    destination_name: str | None = None
    course_id: str | None = None
    course_title: str | None = None
    created: Time | None = None
    updated: Time | None = None
    allow_new_registrations: bool | None = None
    enabled: bool | None = None
    instanced: bool | None = None
    registration_cap: int | None = None
    registration_count: int | None = None
    registration_reset_date: Time | None = None
    expiration_date: Time | None = None
    tags: tuple[str, ...] | None = None
    email: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchQuery(ListQuery):
    """Which dispatches to list.

    Attributes:
        destination_id: only those to this destination.
        course_id: only those of this course.
        enabled: only those that can be launched, or only those that cannot.
    """

    destination_id: str | None = None
    course_id: str | None = None
    enabled: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchChange(Model):
    """The new values of a dispatch; None leaves a value as it is.

    Attributes:
        enabled: whether it can be launched.
        allow_new_registrations: whether learners it does not know yet may launch it.
        instanced: whether a launch after the course changed begins a new instance.
        registration_cap: how many learners may take it; 0 for any number.
        expiration_date: ISO 8601; when it ends.
        email: whom to write to about it.
        notes: anything.
        postback: where results go.
    """

    enabled: bool | None = None
    allow_new_registrations: bool | None = None
    instanced: bool | None = None
    registration_cap: int | None = None
    expiration_date: str | None = None
    email: str | None = None
    notes: str | None = None
    postback: Postback | None = None


class Dispatches(Protocol):
    """The dispatches of an application: courses, lent to destinations."""

    @property
    def tags(self) -> Tags:
        """Their tags."""

    def list(self, query: DispatchQuery) -> Iterator[Dispatch]:
        """Yield the dispatches that match a query."""

    def get(self, dispatch_id: str) -> Dispatch:
        """Return one dispatch."""

    def create(
        self,
        dispatch_id: str | None,
        destination_id: str,
        course_id: str,
        new: DispatchChange,
        tags: Sequence[str],
    ) -> str:
        """Create a dispatch and return its ID: the one given, or one of the service's."""

    def update(self, dispatch_id: str, change: DispatchChange) -> None:
        """Change a dispatch."""

    def delete(self, dispatch_id: str) -> None:
        """Delete a dispatch."""

    def reset_registration_count(self, dispatch_id: str) -> None:
        """Set its registration count to 0."""

    def hash_user_info(self, dispatch_id: str, enabled: bool) -> None:
        """Set whether it hashes learners' data."""

    def hashes_user_info(self, dispatch_id: str) -> bool:
        """Return whether it hashes learners' data."""

    def remove_postback(self, dispatch_id: str) -> None:
        """Remove its postback: its results are posted nowhere from then on."""

    def lti(self, dispatch_id: str) -> Mapping[str, str]:
        """Return what a platform needs to launch it over LTI 1.1 and 1.3."""

    def download(
        self, dispatch_id: str, sink: BinaryIO, on_progress: Progress | None = None
    ) -> str | None:
        """Write its package to a file."""
