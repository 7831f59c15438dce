"""Invitations and whom they went to, as the store keeps them. No mail is sent from here."""

import json
import secrets
import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scormcloud_cli.emulator import configuration, courses, registrations, store, tags
from scormcloud_cli.emulator.lists import Listing
from scormcloud_cli.emulator.refusals import Refusal, not_found
from scormcloud_cli.emulator.service import Emulator
from scormcloud_cli.emulator.store import insert

_INVITATION = """
    SELECT i.*, c.title AS course_title,
        (SELECT count(*) FROM invited n WHERE n.app_id = i.app_id AND n.invitation_id = i.id)
            AS registrations,
        (SELECT count(*) FROM invited n JOIN instances s ON s.app_id = n.app_id
            AND s.registration_id = n.registration_id AND s.first_access IS NOT NULL
            WHERE n.app_id = i.app_id AND n.invitation_id = i.id) AS launched
    FROM invitations i JOIN courses c ON c.app_id = i.app_id AND c.id = i.course_id
"""
# Someone who was invited, with the newest instance of their registration.
_INVITED = """
    SELECT n.*, n.email AS id, s.completion, s.success, s.score, s.seconds, s.first_access
    FROM invited n JOIN instances s ON s.app_id = n.app_id
        AND s.registration_id = n.registration_id
        AND s.instance = (SELECT max(x.instance) FROM instances x WHERE x.app_id = n.app_id
                          AND x.registration_id = n.registration_id)
"""
INVITATIONS = Listing(
    query=_INVITATION + "WHERE i.app_id = ?",
    kind="invitation",
    key="i.id",
    fields={
        "invitation_id": "i.id",
        "course_id": "i.course_id",
        "course_title": "c.title",
        "creating_user_email": "i.creator",
    },
    orders={"created": "i.created", "updated": "i.updated"},
    conditions={"course_id": "i.course_id = ?", "public": "i.public = ?"},
)
INVITED = Listing(
    query=_INVITED + "WHERE n.app_id = ?",
    kind="registration",
    key="n.email",
    fields={"registration_id": "n.registration_id", "email": "n.email"},
    orders={"created": "n.created", "updated": "n.updated"},
    conditions={"invitation_id": "n.invitation_id = ?"},
)
_COLUMNS = (
    *("subject", "body", "allow_launch", "allow_new_registrations", "registration_cap", "expires"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """An invitation to make.

    Attributes:
        course_id: what to.
        public: whether anyone with the link may join.
        creator: the e-mail address of who invites.
        addresses: whom a private one goes to.
        duplicates: what to do for who is registered already: ``FAIL``, ``INSTANCE_EXISTING``,
            ``SEND_EXISTING`` or ``CREATE_NEW``.
        facts: columns of the invitation.
        tags: its tags.
        settings: settings of the registrations it makes.
    """

    course_id: str
    public: bool
    creator: str
    addresses: Sequence[str] = ()
    duplicates: str = "CREATE_NEW"
    facts: Mapping[str, Any] = field(default_factory=dict)
    tags: Sequence[str] = ()
    settings: Mapping[str, str] = field(default_factory=dict)


def get(
    database: sqlite3.Connection, app_id: str, invitation_id: str, *, public: bool | None = None
) -> sqlite3.Row:
    """Return one invitation, of either kind if `public` is None.

    Raises:
        Refusal: there is no such invitation.
    """
    query = _INVITATION + "WHERE i.app_id = ? AND i.id = ?"
    row: sqlite3.Row | None = database.execute(query, (app_id, invitation_id)).fetchone()
    if row is None or (public is not None and bool(row["public"]) != public):
        raise not_found("invitation", invitation_id)
    return row


def all_of(database: sqlite3.Connection, app_id: str) -> list[sqlite3.Row]:
    """Return an application's invitations, the oldest first."""
    query = INVITATIONS.query + " ORDER BY i.created, i.id"
    return database.execute(query, (app_id,)).fetchall()


def invited_by(database: sqlite3.Connection, app_id: str, invitation_id: str) -> list[sqlite3.Row]:
    """Return who was invited, with their results, in the order of their addresses."""
    query = INVITED.query + " AND n.invitation_id = ? ORDER BY n.email"
    return database.execute(query, (app_id, invitation_id)).fetchall()


def create(emulator: Emulator, app_id: str, new: New) -> str:
    """Make an invitation and register whom it goes to; return its ID.

    Raises:
        Refusal: there is no such course.
    """
    invitation_id = str(uuid.uuid4())
    now = emulator.now()
    with emulator.store.writing() as database:
        courses.version(database, app_id, new.course_id)
        row: dict[str, object] = {"app_id": app_id, "id": invitation_id}
        row |= {"course_id": new.course_id, "public": new.public, "creator": new.creator}
        row |= {"token": secrets.token_urlsafe(24)}
        insert(database, "invitations", row | {"created": now, "updated": now})
        _update(database, app_id, invitation_id, new.facts, now)
        level = ("invitation", invitation_id)
        configuration.set_all(database, app_id, level, new.settings)
        tags.add(database, app_id, "invitation", invitation_id, new.tags)
    # Each of them is registered in a transaction of its own: one that fails is told, and no more.
    errors = [
        error
        for address in new.addresses
        if (error := _invite(emulator, app_id, invitation_id, new, address))
    ]
    with emulator.store.writing() as database:
        key = {"app_id": app_id, "id": invitation_id}
        store.update(database, "invitations", key, {"errors": json.dumps(errors)})
    return invitation_id


def update(
    emulator: Emulator,
    app_id: str,
    invitation_id: str,
    facts: Mapping[str, Any],
    settings: Mapping[str, str],
    *,
    public: bool | None = None,
) -> None:
    """Change the columns that `facts` names, and settings, of an invitation.

    Raises:
        Refusal: there is no such invitation, or it is not of the kind that it must be.
    """
    with emulator.store.writing() as database:
        get(database, app_id, invitation_id, public=public)
        _update(database, app_id, invitation_id, facts, emulator.now())
        configuration.set_all(database, app_id, ("invitation", invitation_id), settings)


def _update(
    database: sqlite3.Connection,
    app_id: str,
    invitation_id: str,
    facts: Mapping[str, Any],
    now: str,
) -> None:
    changes = {**store.only(facts, _COLUMNS), "updated": now}
    store.update(database, "invitations", {"app_id": app_id, "id": invitation_id}, changes)


def _invite(
    emulator: Emulator, app_id: str, invitation_id: str, new: New, address: str
) -> str | None:
    """Register one address; return what went wrong, None when nothing did."""
    if "@" not in address:
        return f"{address}: not an e-mail address"
    with emulator.store.writing() as database:
        registration_id = registrations.newest_of_learner(database, app_id, new.course_id, address)
        if registration_id and new.duplicates == "FAIL":
            return f"{address}: is registered for the course already"
        if registration_id is None or new.duplicates == "CREATE_NEW":
            registration_id = str(uuid.uuid4())
            registration = registrations.New(
                id=registration_id,
                course_id=new.course_id,
                learner_id=address,
                email=address,
                settings=dict(new.settings),
            )
            try:
                registrations.create(emulator, app_id, registration)
            except Refusal as refusal:
                return f"{address}: {refusal}"
        elif new.duplicates == "INSTANCE_EXISTING":
            registrations.add_instance(emulator, app_id, registration_id)
        now = emulator.now()
        row = {"app_id": app_id, "invitation_id": invitation_id, "email": address}
        row |= {"registration_id": registration_id, "token": secrets.token_urlsafe(24)}
        insert(database, "invited", row | {"created": now, "updated": now}, "NOTHING")
    return None
