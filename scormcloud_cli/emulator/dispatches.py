"""Destinations and dispatches, as the store keeps them."""

import secrets
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from scormcloud_cli.emulator import configuration, courses, lists, store, tags
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
