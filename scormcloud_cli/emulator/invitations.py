"""Invitations and whom they went to, as the store keeps them. No mail is sent from here.

Who opens a link is registered, or goes on with the registration that there is. How the service
refuses a link, and that its caps count the registrations that there are, is inferred.
"""

import json
import secrets
import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scormcloud_cli.emulator import configuration, courses, registrations, store, tags
from scormcloud_cli.emulator.lists import Listing
from scormcloud_cli.emulator.refusals import Refusal, check_id, not_found
from scormcloud_cli.emulator.service import Emulator
from scormcloud_cli.emulator.store import insert

_INVITATION = """
    SELECT i.*, c.title AS course_title,
        (SELECT count(*) FROM invited n WHERE n.app_id = i.app_id AND n.invitation_id = i.id)
            AS registrations,
        (SELECT count(DISTINCT n.email) FROM invited n JOIN instances s ON s.app_id = n.app_id
            AND s.registration_id = n.registration_id AND s.first_access IS NOT NULL
            WHERE n.app_id = i.app_id AND n.invitation_id = i.id) AS launched
    FROM invitations i JOIN courses c ON c.app_id = i.app_id AND c.id = i.course_id
"""
# The invitation that a link is of, with whom it went to: nobody, where everybody joins by it.
_LINK = """
    SELECT i.*, c.title AS course_title, n.email, n.registration_id
    FROM invitations i
    JOIN courses c ON c.app_id = i.app_id AND c.id = i.course_id
    LEFT JOIN invited n
        ON n.app_id = i.app_id AND n.invitation_id = i.id AND n.token = :token
    WHERE n.token = :token OR (i.token = :token AND i.public)
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


# Where their links lead, below the origin of content; the token comes after it.
PATH = "/invitation/"


@dataclass(frozen=True, slots=True)
class Person:
    """Who is invited, or joins by a public link."""

    email: str
    first_name: str | None = None
    last_name: str | None = None


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


def of_link(emulator: Emulator, token: str) -> sqlite3.Row:
    """Return the invitation that a link is of.

    Its ``email`` and ``registration_id`` are those of the person that the link is for; None where
    anybody joins by it.

    Raises:
        Refusal: there is no such link, or the invitation is switched off or has expired.
    """
    row: sqlite3.Row | None = emulator.store.reading().execute(_LINK, {"token": token}).fetchone()
    if row is None:
        raise Refusal(404, "This invitation is unknown. Ask for a new one.")
    if not row["allow_launch"]:
        raise Refusal(403, "This invitation has been switched off. Ask whoever sent it.")
    if row["expires"] is not None and row["expires"] < emulator.now():
        raise Refusal(410, "This invitation has expired. Ask for a new one.")
    return row


def join(emulator: Emulator, invitation: sqlite3.Row, person: Person) -> str:
    """Return the registration of who comes by a public link; a new one for who never did.

    Args:
        emulator: the emulator.
        invitation: what `of_link` returned.
        person: who comes.

    Raises:
        Refusal: the address is none, or nobody may join any more.
    """
    app_id, invitation_id = invitation["app_id"], invitation["id"]
    with emulator.store.writing() as database:
        key = {"app_id": app_id, "invitation_id": invitation_id, "email": person.email}
        known = store.row(database, "invited", key)
        if known is not None:
            return str(known["registration_id"])
        _check_address(person.email)
        row = get(database, app_id, invitation_id)
        if not row["allow_new_registrations"]:
            raise Refusal(403, "Nobody can join by this invitation any more.")
        if 0 < row["registration_cap"] <= row["registrations"]:
            raise Refusal(403, "As many as may have joined by this invitation.")
        settings = configuration.explicit(database, app_id, ("invitation", invitation_id))
        registration_id = _register(emulator, app_id, row["course_id"], person, settings)
        _put_down(emulator, app_id, invitation_id, person.email, registration_id)
        return registration_id


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
    with emulator.store.writing() as database:
        try:
            _check_address(address)
        except Refusal as refusal:
            return str(refusal)
        registration_id = registrations.newest_of_learner(database, app_id, new.course_id, address)
        if registration_id and new.duplicates == "FAIL":
            return f"{address}: is registered for the course already"
        if registration_id is None or new.duplicates == "CREATE_NEW":
            person = Person(address)
            try:
                registration_id = _register(emulator, app_id, new.course_id, person, new.settings)
            except Refusal as refusal:
                return f"{address}: {refusal}"
        elif new.duplicates == "INSTANCE_EXISTING":
            registrations.add_instance(emulator, app_id, registration_id)
        _put_down(emulator, app_id, invitation_id, address, registration_id)
    return None


def _check_address(address: str) -> None:
    check_id("learner", address)
    if "@" not in address:
        raise Refusal(400, f"{address}: not an e-mail address")


def _register(
    emulator: Emulator, app_id: str, course_id: str, person: Person, settings: Mapping[str, str]
) -> str:
    """Make a registration of someone, with settings of its own; return its ID."""
    registration = registrations.New(
        id=str(uuid.uuid4()),
        course_id=course_id,
        learner_id=person.email,
        email=person.email,
        first_name=person.first_name,
        last_name=person.last_name,
        settings=dict(settings),
    )
    registrations.create(emulator, app_id, registration)
    return registration.id


def _put_down(
    emulator: Emulator, app_id: str, invitation_id: str, address: str, registration_id: str
) -> None:
    """Put down that someone was invited, with a link of their own."""
    now = emulator.now()
    row = {"app_id": app_id, "invitation_id": invitation_id, "email": address}
    row |= {"registration_id": registration_id, "token": secrets.token_urlsafe(24)}
    with emulator.store.writing() as database:
        insert(database, "invited", row | {"created": now, "updated": now}, "NOTHING")
