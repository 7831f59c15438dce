"""Invitations: what they are, which to list, what can be done with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from scormcloud_cli.api.models import Json, Model, Time
from scormcloud_cli.api.postbacks import Postback
from scormcloud_cli.api.queries import ListQuery
from scormcloud_cli.api.tags import Tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation(Model):
    """An invitation to a course (v2.json, PrivateInvitationSchema and PublicInvitationSchema)."""

    id: str
    course_id: str | None = None
    course_title: str | None = None
    is_public: bool | None = None
    url: str | None = None
    allow_launch: bool | None = None
    allow_new_registrations: bool | None = None
    registration_cap: int | None = None
    registration_count: int | None = None
    launched_registration_count: int | None = None
    create_date: Time | None = None
    updated: Time | None = None
    expiration_date: Time | None = None
    invitation_email: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationJob(Model):
    """How far the sending of a private invitation is (InvitationJobStatusSchema)."""

    status: str
    total: int | None = None
    processed: int | None = None
    errors: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited(Model):
    """Who was invited, and how far they are (UserInvitationSchema)."""

    email: str
    registration_id: str | None = None
    is_started: bool | None = None
    updated: Time | None = None
    url: str | None = None
    registration_report: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationQuery(ListQuery):
    """Which invitations to list.

    Attributes:
        course_id: only those to this course.
        public: only public ones, or only private ones.
    """

    course_id: str | None = None
    public: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvitation:
    """An invitation to make.

    Attributes:
        course_id: what to.
        creator: the e-mail address of who invites.
        addresses: whom it goes to; None makes a public one, a link for anyone.
        subject: of the mail.
        body: of the mail.
        duplicates: what to do for who is registered already: ``FAIL``, ``INSTANCE_EXISTING``,
            ``SEND_EXISTING``, ``CREATE_NEW``; the service's default if None.
        registration_cap: how many may join by the link.
        expiration_date: ISO 8601; when it ends.
        tags: its tags.
        postback: where results of those who join go.
    """

    course_id: str
    creator: str
    addresses: tuple[str, ...] | None = None
    subject: str | None = None
    body: str | None = None
    duplicates: str | None = None
    registration_cap: int | None = None
    expiration_date: str | None = None
    tags: tuple[str, ...] = ()
    postback: Postback | None = None


class Invitations(Protocol):
    """The invitations of an application."""

    @property
    def tags(self) -> Tags:
        """Their tags."""

    def list(self, query: InvitationQuery) -> Iterator[Invitation]:
        """Yield the invitations that match a query."""

    def get(self, invitation_id: str) -> Invitation:
        """Return one invitation."""

    def create(self, new: NewInvitation) -> str:
        """Make an invitation and return its ID; a private one goes on being sent."""

    def update(
        self,
        invitation_id: str,
        *,
        allow_launch: bool | None = None,
        allow_new_registrations: bool | None = None,
        expiration_date: str | None = None,
    ) -> None:
        """Change an invitation; None leaves a value as it is."""

    def job(self, invitation_id: str) -> InvitationJob:
        """Say how far the sending of a private invitation is."""

    def invited(self, invitation_id: str, *, report: bool = False) -> Iterator[Invited]:
        """Return who was invited, or joined; `report`: with how far they are."""
