"""Invitations over v2; what each method does stands in ``api/invitations.py``."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from scormcloud_cli.api.errors import NotFound
from scormcloud_cli.api.invitations import (
    Invitation,
    InvitationJob,
    InvitationQuery,
    Invited,
    NewInvitation,
)
from scormcloud_cli.api.models import known
from scormcloud_cli.api.v2.client import Client
from scormcloud_cli.api.v2.tags import Tags
from scormcloud_cli.api.v2.values import list_values

_LISTS = {None: "GetAllInvitations", True: "GetPublicInvitations", False: "GetPrivateInvitations"}


class Invitations:
    """The invitations of an application, over v2."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.tags = Tags(client, "Invitation", "invitationId")

    def list(self, query: InvitationQuery) -> Iterator[Invitation]:
        values = {**list_values(query), "courseId": query.course_id}
        records = self._client.items(_LISTS[query.public], "invitations", values, query)
        if query.public is None:
            return map(Invitation.from_record, records)
        return (_invitation(record, public=query.public) for record in records)

    def get(self, invitation_id: str) -> Invitation:
        values = {"invitationId": invitation_id, "includeRegistrationCount": True}
        try:
            record = self._client.call("GetPrivateInvitation", values)
        except NotFound:
            return _invitation(self._client.call("GetPublicInvitation", values), public=True)
        return _invitation(record, public=False)

    def create(self, new: NewInvitation) -> str:
        values: dict[str, Any] = {
            "courseId": new.course_id,
            "creatingUserEmail": new.creator,
            "expirationDate": new.expiration_date,
            "tags": list(new.tags) or None,
            "postBack": new.postback and new.postback.to_record(),
        }
        if new.addresses is None:
            values["registrationCap"] = new.registration_cap
            return str(self._client.call("CreatePublicInvitation", values)["id"])
        values["invitationEmail"] = known(
            subject=new.subject, body=new.body, addresses=list(new.addresses)
        )
        values["duplicateRegistrationOption"] = new.duplicates
        return str(self._client.call("CreatePrivateInvitation", values)["id"])

    def update(
        self,
        invitation_id: str,
        *,
        allow_launch: bool | None = None,
        allow_new_registrations: bool | None = None,
        expiration_date: str | None = None,
    ) -> None:
        values: dict[str, object] = {
            "invitationId": invitation_id,
            "allowLaunch": allow_launch,
            "expirationDate": expiration_date,
        }
        if self.get(invitation_id).is_public:
            values["allowNewRegistrations"] = allow_new_registrations
            self._client.call("UpdatePublicInvitation", values)
        else:
            self._client.call("UpdatePrivateInvitation", values)

    def job(self, invitation_id: str) -> InvitationJob:
        values = {"invitationId": invitation_id}
        return InvitationJob.from_record(self._client.call("GetPrivateInvitationJobStatus", values))

    def invited(self, invitation_id: str, *, report: bool = False) -> Iterator[Invited]:
        public = self.get(invitation_id).is_public
        name = "GetPublicUserInvitations" if public else "GetPrivateUserInvitations"
        values = {"invitationId": invitation_id, "includeRegistrationReport": report or None}
        return map(Invited.from_record, self._client.items(name, "userInvitations", values))


def _invitation(record: Mapping[str, Any], *, public: bool) -> Invitation:
    return replace(Invitation.from_record(record), is_public=public)
