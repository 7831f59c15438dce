"""Invitations and whom they went to, as the store keeps them. No mail is sent from here."""

import json
import secrets
import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scormcloud_cli.emulator import configuration, courses, registrations, tags
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator

INVITATION = """
    SELECT i.*, c.title AS course_title,
        (SELECT count(*) FROM invited n WHERE n.app_id = i.app_id AND n.invitation_id = i.id)
            AS registrations,
        (SELECT count(*) FROM invited n JOIN instances s ON s.app_id = n.app_id
            AND s.registration_id = n.registration_id AND s.first_access IS NOT NULL
            WHERE n.app_id = i.app_id AND n.invitation_id = i.id) AS launched
    FROM invitations i JOIN courses c ON c.app_id = i.app_id AND c.id = i.course_id
"""
# Someone who was invited, with the newest instance of their registration.
INVITED = """
    SELECT n.*, n.email AS id, s.completion, s.success, s.score, s.seconds, s.first_access
    FROM invited n JOIN instances s ON s.app_id = n.app_id
        AND s.registration_id = n.registration_id
        AND s.instance = (SELECT max(x.instance) FROM instances x WHERE x.app_id = n.app_id
                          AND x.registration_id = n.registration_id)
"""
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
    database: sqlite3.Connection,
    app_id: str,
    invitation_id: str,
    *,
    public: bool | None = None,
) -> sqlite3.Row:
    """Return one invitation, of either kind if `public` is None.

    Raises:
        Refusal: there is no such invitation.
    """
    query = INVITATION + "WHERE i.app_id = ? AND i.id = ?"
    found: sqlite3.Row | None = database.execute(query, (app_id, invitation_id)).fetchone()
    if found is None or (public is not None and bool(found["public"]) != public):
        raise Refusal(404, f"Could not find invitation [{invitation_id}]", "invitation")
    return found


def create(emulator: Emulator, app_id: str, new: New) -> str:
    """Make an invitation and register whom it goes to; return its ID.

    Raises:
        Refusal: there is no such course.
    """
    invitation_id = str(uuid.uuid4())
    now = emulator.now()
    with emulator.store.writing() as database:
        courses.version(database, app_id, new.course_id)
        database.execute(
            "INSERT INTO invitations (app_id, id, course_id, public, creator, token, created, "
            "updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(app_id, invitation_id, new.course_id, new.public, new.creator),
                *(secrets.token_urlsafe(24), now, now),
            ),
        )
        _update(database, app_id, invitation_id, new.facts, now)
        level = ("invitation", invitation_id)
        configuration.set_all(database, app_id, level, new.settings)
        tags.add(database, app_id, "invitation", invitation_id, new.tags)
    # Each of them is registered in a transaction of its own: one that fails is told, and no more.
    errors = [
        error
        for each in new.addresses
        if (error := _invite(emulator, app_id, invitation_id, new, each))
    ]
    with emulator.store.writing() as database:
        database.execute(
            "UPDATE invitations SET errors = ? WHERE app_id = ? AND id = ?",
            (json.dumps(errors), app_id, invitation_id),
        )
    return invitation_id


def update(
    emulator: Emulator,
    app_id: str,
    invitation_id: str,
    facts: Mapping[str, Any],
    settings: Mapping[str, str],
) -> None:
    """Change an invitation: the columns that `facts` names, and settings.

    Raises:
        Refusal: there is no such invitation.
    """
    with emulator.store.writing() as database:
        get(database, app_id, invitation_id)
        _update(database, app_id, invitation_id, facts, emulator.now())
        configuration.set_all(database, app_id, ("invitation", invitation_id), settings)


def _update(
    database: sqlite3.Connection,
    app_id: str,
    invitation_id: str,
    facts: Mapping[str, Any],
    now: str,
) -> None:
    given = {name: facts[name] for name in _COLUMNS if name in facts}
    assignments = ", ".join(f"{name} = ?" for name in (*given, "updated"))
    database.execute(
        f"UPDATE invitations SET {assignments} WHERE app_id = ? AND id = ?",
        (*given.values(), now, app_id, invitation_id),
    )


def _invite(
    emulator: Emulator, app_id: str, invitation_id: str, new: New, address: str
) -> str | None:
    """Register one address; return what went wrong, None when nothing did."""
    if "@" not in address:
        return f"{address}: not an e-mail address"
    query = (
        "SELECT id FROM registrations WHERE app_id = ? AND course_id = ? AND learner_id = ? "
        "ORDER BY created DESC"
    )
    values = (app_id, new.course_id, address)
    existing = emulator.store.reading().execute(query, values).fetchone()
    if existing and new.duplicates == "FAIL":
        return f"{address}: is registered for the course already"
    if existing and new.duplicates in ("INSTANCE_EXISTING", "SEND_EXISTING"):
        registration_id = existing["id"]
        if new.duplicates == "INSTANCE_EXISTING":
            registrations.add_instance(emulator, app_id, registration_id)
    else:
        registration_id = str(uuid.uuid4())
        registrations.create(
            emulator,
            app_id,
            registrations.New(
                id=registration_id,
                course_id=new.course_id,
                version=None,
                learner_id=address,
                email=address,
                first_name=None,
                last_name=None,
                settings=dict(new.settings),
            ),
        )
    now = emulator.now()
    with emulator.store.writing() as database:
        database.execute(
            "INSERT OR IGNORE INTO invited VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(app_id, invitation_id, address, registration_id),
                *(secrets.token_urlsafe(24), now, now),
            ),
        )
    return None
