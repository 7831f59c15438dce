"""Invitations over v1; what each method does stands in ``api/invitations.py``."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

from scormcloud_cli.api.errors import UnexpectedAnswer
from scormcloud_cli.api.invitations import (
    Invitation,
    InvitationJob,
    InvitationQuery,
    Invited,
    NewInvitation,
)
from scormcloud_cli.api.models import known
from scormcloud_cli.api.v1 import gaps, lists, results
from scormcloud_cli.api.v1.client import Client
from scormcloud_cli.api.v1.elements import is_true, required, text, thing, time, to_timestamp
from scormcloud_cli.api.v1.postbacks import postback_values

_FIELDS = lists.Fields(
    filters={"invitation_id": "id", "course_id": "course_id"},
    orders={"created": "create_date"},
    order="created_asc",
)
# Only `complete` is attested (docs/service/v1.md, Times and words); the others are inferred.
_STATUS = {"complete": "COMPLETE", "error": "ERROR", "canceled": "CANCELLED"}


class Invitations:
    """The invitations of an application, over v1."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.tags = _NoTags()

    def list(self, query: InvitationQuery) -> Iterator[Invitation]:
        if query.tags:
            gaps.refuse("v1's list of invitations carries no tags")
        lists.refuse_updated(query, "v1 does not tell when an invitation was updated")
        root = self._client.call("rustici.invitation.getInvitationList")
        invitations = (
            invitation
            for invitation in map(_summary, root.iter("invitationInfo"))
            if query.public in (None, invitation.is_public)
            and query.course_id in (None, invitation.course_id)
        )
        return lists.whole(invitations, query, _FIELDS)

    def get(self, invitation_id: str) -> Invitation:
        return _invitation(self._info(invitation_id))

    def create(self, new: NewInvitation) -> str:
        if new.duplicates is not None:
            gaps.refuse("v1 does not ask what to do for who is registered already")
        values: dict[str, Any] = {
            "courseid": new.course_id,
            "public": new.addresses is None,
            "send": new.addresses is not None or None,
            "addresses": list(new.addresses or ()) or None,
            "emailSubject": new.subject,
            "emailBody": new.body,
            "creatingUserEmail": new.creator,
            "registrationCap": new.registration_cap,
            "expirationdate": new.expiration_date and to_timestamp(new.expiration_date),
            "tags": list(new.tags) or None,
            **(postback_values(new.postback) if new.postback else {}),
        }
        root = self._client.call("rustici.invitation.createInvitationAsync", values)
        invitation_id = (root.text or "").strip()
        if not invitation_id:
            raise UnexpectedAnswer("the service's answer has no invitation in it")
        return invitation_id

    def update(
        self,
        invitation_id: str,
        *,
        allow_launch: bool | None = None,
        allow_new_registrations: bool | None = None,
        expiration_date: str | None = None,
    ) -> None:
        if allow_launch is None:  # v1 wants to be told in any case
            allow_launch = self.get(invitation_id).allow_launch
        self._client.call(
            "rustici.invitation.changeStatus",
            {
                "invitationId": invitation_id,
                "enable": allow_launch,
                "open": allow_new_registrations,
                "expirationdate": expiration_date and to_timestamp(expiration_date),
            },
        )

    def job(self, invitation_id: str) -> InvitationJob:
        root = self._client.call(
            "rustici.invitation.getInvitationStatus", {"invitationId": invitation_id}
        )
        status = _STATUS.get(required(root, "status").lower(), "STARTED")
        errors = self._info(invitation_id).iterfind("errors/error") if status == "COMPLETE" else ()
        return InvitationJob(
            status=status, errors=tuple((error.text or "").strip() for error in errors)
        )

    def invited(self, invitation_id: str, *, report: bool = False) -> Iterator[Invited]:
        info = self._info(invitation_id, detail=report)
        return map(_invited, info.iterfind("userInvitations/userInvitation"))

    def _info(self, invitation_id: str, *, detail: bool = False) -> Element:
        values = {"invitationId": invitation_id, "detail": detail or None}
        root = self._client.call("rustici.invitation.getInvitationInfo", values)
        return thing(root, "invitationInfo", "invitation", invitation_id)


class _NoTags:
    """v1 gives an invitation tags when it is made, and never tells or changes them."""

    get = gaps.refusing("v1 does not tell the tags of an invitation")
    add = remove = set = gaps.refusing("v1 does not change the tags of an invitation")


def _summary(element: Element) -> Invitation:
    """Read those properties of an invitation that v2's list has as well."""
    return Invitation(
        id=required(element, "id"),
        course_id=text(element, "courseId"),
        is_public=is_true(element, "public"),
        create_date=time(element, "createdDate"),
    )


def _invitation(element: Element) -> Invitation:
    public = is_true(element, "public")
    people = [_invited(person) for person in element.iterfind("userInvitations/userInvitation")]
    addresses = [person.email for person in people]
    mail = known(
        subject=text(element, "subject"), body=text(element, "body"), addresses=addresses or None
    )
    return replace(
        _summary(element),
        url=text(element, "url"),
        allow_launch=is_true(element, "allowLaunch"),
        allow_new_registrations=is_true(element, "allowNewRegistrations") if public else None,
        registration_count=len(people),
        launched_registration_count=(
            None if public else sum(bool(person.is_started) for person in people)
        ),
        invitation_email=None if public else mail,
    )


def _invited(element: Element) -> Invited:
    report = element.find("registrationreport")
    record: dict[str, Any] | None = None
    if report is not None:
        overall = results.overall(report)
        score = overall["score"]
        record = {
            "complete": overall["registration_completion"],
            "success": overall["registration_success"],
            "totalSecondsTracked": overall["total_seconds_tracked"],
            **({"score": score.to_record()} if score else {}),
        }
    return Invited(
        email=text(element, "email") or "",
        registration_id=text(element, "registrationId"),
        is_started=is_true(element, "isStarted"),
        url=text(element, "url"),
        registration_report=record,
    )
