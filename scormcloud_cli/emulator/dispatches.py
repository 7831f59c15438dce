"""Destinations and dispatches, as the store keeps them.

Of the service it is inferred that registrations outlive the dispatch that they came by, that who is
registered goes on when the cap is reached or the dispatch is closed, and how a launch is refused.
"""

import hashlib
import secrets
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scormcloud_cli.emulator import configuration, courses, lists, registrations, store, tags
from scormcloud_cli.emulator.lists import Listing, Selection
from scormcloud_cli.emulator.refusals import Refusal, check_id, not_found, taken
from scormcloud_cli.emulator.service import Emulator
from scormcloud_cli.emulator.store import insert

_DESTINATION = """
    SELECT d.*, (SELECT count(*) FROM dispatches n
                 WHERE n.app_id = d.app_id AND n.destination_id = d.id) AS dispatches
    FROM destinations d
"""
_DISPATCH = """
    SELECT p.*, d.name AS destination_name, c.title AS course_title
    FROM dispatches p
    JOIN destinations d ON d.app_id = p.app_id AND d.id = p.destination_id
    JOIN courses c ON c.app_id = p.app_id AND c.id = p.course_id
"""
# What of each kind may be changed, and by which column.
_DESTINATION_COLUMNS = ("name", "email", "notes", "launch_auth", "lti13", "hash_user_info")
_DISPATCH_COLUMNS = (
    *("allow_new_registrations", "instanced", "registration_cap", "registration_count"),
    *("expires", "enabled", "email", "notes", "hash_user_info"),
)


DESTINATIONS = Listing(
    query=_DESTINATION + "WHERE d.app_id = ?",
    kind="destination",
    key="d.id",
    fields={"destination_id": "d.id", "name": "d.name", "email": "coalesce(d.email, '')"},
    orders={"created": "d.created", "updated": "d.updated", "name": "d.name COLLATE NOCASE"},
    conditions={
        "course_id": "EXISTS (SELECT 1 FROM dispatches n WHERE n.app_id = d.app_id "
        "AND n.destination_id = d.id AND n.course_id = ?)"
    },
)
DISPATCHES = Listing(
    query=_DISPATCH + "WHERE p.app_id = ?",
    kind="dispatch",
    key="p.id",
    fields={
        "dispatch_id": "p.id",
        "destination_id": "p.destination_id",
        "destination_name": "d.name",
        "course_id": "p.course_id",
        "course_title": "c.title",
    },
    orders={"created": "p.created", "updated": "p.updated"},
    conditions={
        "dispatch_id": "p.id = ?",
        "destination_id": "p.destination_id = ?",
        "course_id": "p.course_id = ?",
        "enabled": "p.enabled = ?",
    },
)


@dataclass(frozen=True, slots=True)
class Learner:
    """Who comes by a dispatch's package, as the LMS around it names them."""

    id: str
    first_name: str | None = None
    last_name: str | None = None


# Returns the dispatches that something is done to; is called inside the transaction.
Choice = Callable[[sqlite3.Connection], list[sqlite3.Row]]


def destination(database: sqlite3.Connection, app_id: str, destination_id: str) -> sqlite3.Row:
    """Return one destination.

    Raises:
        Refusal: there is no such destination.
    """
    query = _DESTINATION + "WHERE d.app_id = ? AND d.id = ?"
    refusal = not_found("destination", destination_id)
    return store.one(database, query, (app_id, destination_id), refusal)


def dispatch(database: sqlite3.Connection, app_id: str, dispatch_id: str) -> sqlite3.Row:
    """Return one dispatch.

    Raises:
        Refusal: there is no such dispatch.
    """
    query = _DISPATCH + "WHERE p.app_id = ? AND p.id = ?"
    return store.one(database, query, (app_id, dispatch_id), not_found("dispatch", dispatch_id))


def in_any_application(database: sqlite3.Connection, dispatch_id: str) -> None:
    """Refuse the ID of a dispatch that no application has.

    Raises:
        Refusal: there is no such dispatch.
    """
    if not store.exists(database, "dispatches", {"id": dispatch_id}):
        raise not_found("dispatch", dispatch_id)


def destinations_of(database: sqlite3.Connection, app_id: str) -> list[sqlite3.Row]:
    """Return an application's destinations, the oldest first."""
    query = DESTINATIONS.query + " ORDER BY d.created, d.id"
    return database.execute(query, (app_id,)).fetchall()


def at_destination(app_id: str, destination_id: str) -> Choice:
    """Choose the dispatches to a destination; a Refusal is raised where there is none."""

    def choose(database: sqlite3.Connection) -> list[sqlite3.Row]:
        destination(database, app_id, destination_id)
        return select(database, app_id, Selection(values={"destination_id": destination_id}))

    return choose


def select(database: sqlite3.Connection, app_id: str, selection: Selection) -> list[sqlite3.Row]:
    """Return the dispatches that a selection matches, the oldest first."""
    rows = lists.select(database, DISPATCHES, app_id, selection)
    return sorted(rows, key=lambda row: (row["created"], row["id"]))


def create_destinations(
    emulator: Emulator, app_id: str, facts_by_id: Iterable[tuple[str, Mapping[str, Any]]]
) -> None:
    """Create destinations, given their IDs and columns, with ``tags``: all of them, or none.

    Raises:
        Refusal: an ID is taken or cannot be one, or there is no name.
    """
    now = emulator.now()
    with emulator.store.writing() as database:
        for destination_id, facts in facts_by_id:
            check_id("destination", destination_id)
            if not facts.get("name"):
                raise Refusal(400, "name is required")
            key = {"app_id": app_id, "id": destination_id}
            if store.exists(database, "destinations", key):
                raise taken("destination", destination_id)
            row = {**key, "name": facts["name"], "created": now, "updated": now}
            insert(database, "destinations", row)
            _change_destination(database, app_id, destination_id, facts, now)


def update_destination(
    emulator: Emulator, app_id: str, destination_id: str, facts: Mapping[str, Any]
) -> None:
    """Change a destination: the columns that `facts` names, and its tags if it names them.

    Raises:
        Refusal: there is no such destination.
    """
    with emulator.store.writing() as database:
        _change_destination(database, app_id, destination_id, facts, emulator.now())


def hash_user_info(emulator: Emulator, app_id: str, destination_id: str, enabled: bool) -> None:
    """Set whether learners are hashed, for a destination and all dispatches to it.

    Raises:
        Refusal: there is no such destination.
    """
    facts = {"hash_user_info": enabled}
    with emulator.store.writing():
        update_destination(emulator, app_id, destination_id, facts)
        update_dispatches(emulator, app_id, at_destination(app_id, destination_id), facts)


def delete_destination(emulator: Emulator, app_id: str, destination_id: str) -> None:
    """Delete a destination with its dispatches.

    Raises:
        Refusal: there is no such destination.
    """
    with emulator.store.writing() as database:
        delete_dispatches(emulator, app_id, at_destination(app_id, destination_id))
        tags.clear(database, app_id, "destination", destination_id)
        store.delete(database, "destinations", {"app_id": app_id, "id": destination_id})


def create_dispatches(
    emulator: Emulator, app_id: str, facts_by_id: Iterable[tuple[str, Mapping[str, Any]]]
) -> None:
    """Create dispatches, given their IDs and columns, with tags and settings: all, or none.

    Raises:
        Refusal: an ID is taken or cannot be one; there is no such course or destination.
    """
    now = emulator.now()
    with emulator.store.writing() as database:
        for dispatch_id, facts in facts_by_id:
            check_id("dispatch", dispatch_id)
            destination(database, app_id, facts["destination_id"])
            courses.version(database, app_id, facts["course_id"])
            key = {"app_id": app_id, "id": dispatch_id}
            if store.exists(database, "dispatches", key):
                raise taken("dispatch", dispatch_id)
            row = {**key, "destination_id": facts["destination_id"], "created": now, "updated": now}
            row |= {"course_id": facts["course_id"], "consumer_key": secrets.token_hex(8)}
            insert(database, "dispatches", row | {"shared_secret": secrets.token_urlsafe(24)})
            tags.add(database, app_id, "dispatch", dispatch_id, facts.get("tags", ()))
            _change_dispatch(database, app_id, dispatch_id, facts, now)


def update_dispatches(
    emulator: Emulator,
    app_id: str,
    choice: Choice,
    facts: Mapping[str, Any],
    *,
    added: Sequence[str] = (),
    removed: Sequence[str] = (),
) -> None:
    """Change the columns of dispatches that `facts` names, settings if it has any, and tags."""
    with emulator.store.writing() as database:
        for row in choice(database):
            _change_dispatch(database, app_id, row["id"], facts, emulator.now())
            tags.add(database, app_id, "dispatch", row["id"], added)
            tags.remove(database, app_id, "dispatch", row["id"], removed)


def delete_dispatches(emulator: Emulator, app_id: str, choice: Choice) -> None:
    """Delete dispatches."""
    with emulator.store.writing() as database:
        for row in choice(database):
            tags.clear(database, app_id, "dispatch", row["id"])
            configuration.clear(database, app_id, ("dispatch", row["id"]))
            store.delete(database, "dispatches", {"app_id": app_id, "id": row["id"]})


def enter(
    emulator: Emulator, key: str, learner: Learner, *, is_new_attempt: bool
) -> tuple[str, str]:
    """Return the application and the registration of a learner who comes by a dispatch.

    A new registration counts. Who has one goes on with it; where registrations are instanced and
    the LMS has no data of an earlier launch, with a new instance.

    Args:
        emulator: the emulator.
        key: the dispatch's key, by which its packages name it.
        learner: who comes.
        is_new_attempt: whether the LMS has no data of an earlier launch.

    Raises:
        Refusal: there is no such dispatch, or it does not let the learner in.
    """
    with emulator.store.writing() as database:
        row = store.row(database, "dispatches", {"consumer_key": key})
        if row is None:
            raise Refusal(404, "This course is not lent any more. Ask whoever sent you here.")
        if not row["enabled"]:
            raise Refusal(403, "This dispatch has been switched off.")
        if row["expires"] is not None and row["expires"] < emulator.now():
            raise Refusal(410, "This dispatch has expired.")
        check_id("learner", learner.id)
        if row["hash_user_info"]:
            learner = Learner(hashlib.sha256(learner.id.encode()).hexdigest())
        registration_id = _registration_of(database, row, learner)
        if registration_id is None:
            registration_id = _register(emulator, row, learner)
        elif row["instanced"] and is_new_attempt:
            newest = registrations.get(database, row["app_id"], registration_id)
            if newest["first_access"] is not None:
                registrations.add_instance(emulator, row["app_id"], registration_id)
        return row["app_id"], registration_id


def _registration_of(
    database: sqlite3.Connection, dispatch: sqlite3.Row, learner: Learner
) -> str | None:
    query = (
        "SELECT id FROM registrations WHERE app_id = ? AND dispatch_id = ? AND learner_id = ? "
        "ORDER BY created DESC"
    )
    values = (dispatch["app_id"], dispatch["id"], learner.id)
    row = database.execute(query, values).fetchone()
    return row and str(row["id"])


def _register(emulator: Emulator, dispatch: sqlite3.Row, learner: Learner) -> str:
    cap, count = dispatch["registration_cap"], dispatch["registration_count"]
    if not dispatch["allow_new_registrations"]:
        raise Refusal(403, "This dispatch takes no new learners any more.")
    if 0 < cap <= count:
        raise Refusal(403, "As many learners as may have come by this dispatch.")
    registration = registrations.New(
        id=str(uuid.uuid4()),
        course_id=dispatch["course_id"],
        learner_id=learner.id,
        first_name=learner.first_name,
        last_name=learner.last_name,
        dispatch_id=dispatch["id"],
    )
    registrations.create(emulator, dispatch["app_id"], registration)
    key = {"app_id": dispatch["app_id"], "id": dispatch["id"]}
    with emulator.store.writing() as database:
        store.update(database, "dispatches", key, {"registration_count": count + 1})
    return registration.id


def reset_counts(emulator: Emulator, app_id: str, choice: Choice) -> None:
    """Set the registration counts of dispatches to 0."""
    now = emulator.now()
    with emulator.store.writing() as database:
        for row in choice(database):
            key = {"app_id": app_id, "id": row["id"]}
            changes = {"registration_count": 0, "reset": now, "updated": now}
            store.update(database, "dispatches", key, changes)


def _change_destination(
    database: sqlite3.Connection,
    app_id: str,
    destination_id: str,
    facts: Mapping[str, Any],
    now: str,
) -> None:
    destination(database, app_id, destination_id)
    changes = {**store.only(facts, _DESTINATION_COLUMNS), "updated": now}
    store.update(database, "destinations", {"app_id": app_id, "id": destination_id}, changes)
    if "tags" in facts:
        tags.clear(database, app_id, "destination", destination_id)
        tags.add(database, app_id, "destination", destination_id, facts["tags"])


def _change_dispatch(
    database: sqlite3.Connection, app_id: str, dispatch_id: str, facts: Mapping[str, Any], now: str
) -> None:
    changes = {**store.only(facts, _DISPATCH_COLUMNS), "updated": now}
    store.update(database, "dispatches", {"app_id": app_id, "id": dispatch_id}, changes)
    settings = facts.get("settings", {})
    configuration.set_all(database, app_id, ("dispatch", dispatch_id), settings)
