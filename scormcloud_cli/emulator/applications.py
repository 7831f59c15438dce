"""Applications and their secret keys, as the store keeps them."""

import secrets
import sqlite3

from scormcloud_cli.emulator import store
from scormcloud_cli.emulator.lists import Listing
from scormcloud_cli.emulator.records import Records
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator
from scormcloud_cli.emulator.store import given, insert

# An application with what is in it; the management application is left out.
_QUERY = """
    SELECT a.id, a.name, a.allow_delete, a.created, a.updated,
        (SELECT count(*) FROM courses c WHERE c.app_id = a.id) AS courses,
        (SELECT count(*) FROM registrations r WHERE r.app_id = a.id) AS registrations
    FROM applications a WHERE NOT a.management
"""
_KEYS = Records("credentials", "credential", "credential", is_dated=True)
LISTING = Listing(
    query=_QUERY,
    kind="application",
    key="a.id",
    fields={"app_id": "a.id", "name": "a.name"},
    orders={"created": "a.created", "updated": "a.updated", "name": "a.name COLLATE NOCASE"},
    of_all=True,
)


def get(database: sqlite3.Connection, app_id: str) -> sqlite3.Row:
    """Return one application of the realm; the management application is none of them.

    Raises:
        Refusal: there is no such application.
    """
    refusal = Refusal(404, f"Could not find application [{app_id}]", "application")
    return store.one(database, _QUERY + "AND a.id = ?", (app_id,), refusal)


def in_order_of(database: sqlite3.Connection, order: str) -> list[sqlite3.Row]:
    """Return all applications of the realm, by the time they were ``created`` or ``updated``."""
    return database.execute(_QUERY + f"ORDER BY a.{order}, a.id").fetchall()


def allows_deletion(database: sqlite3.Connection, app_id: str) -> bool:
    """Say whether v1 may delete the registrations of an application."""
    query = "SELECT allow_delete FROM applications WHERE id = ?"
    return bool(database.execute(query, (app_id,)).fetchone()["allow_delete"])


def create(emulator: Emulator, name: str) -> str:
    """Create an application with one secret key; return its ID."""
    app_id = secrets.token_hex(5).upper()
    now = emulator.now()
    with emulator.store.writing() as database:
        row = {"id": app_id, "name": name, "created": now, "updated": now}
        insert(database, "applications", row)
        _add_key(emulator, app_id, "First Secret Key", True)
    return app_id


def update(
    emulator: Emulator, app_id: str, *, name: str | None = None, allow_delete: bool | None = None
) -> None:
    """Change an application; what is None stays as it is.

    Args:
        emulator: the emulator.
        app_id: which.
        name: its name.
        allow_delete: whether v1 may delete its registrations (docs/service/v1.md, Credentials and
            permissions).

    Raises:
        Refusal: there is no such application.
    """
    with emulator.store.writing() as database:
        get(database, app_id)
        changes = given(name=name, allow_delete=allow_delete, updated=emulator.now())
        store.update(database, "applications", {"id": app_id}, changes)


def delete(emulator: Emulator, app_id: str) -> None:
    """Delete an application with all that is in it.

    Raises:
        Refusal: there is no such application.
    """
    with emulator.store.writing() as database:
        get(database, app_id)
        query = "SELECT file FROM versions WHERE app_id = ?"
        files = [row["file"] for row in database.execute(query, (app_id,))]
        # What refers to learners goes first: the store lets no registration be without its own.
        for table in ("registrations", "learners"):
            store.delete(database, table, {"app_id": app_id})
        store.delete(database, "applications", {"id": app_id})
    for file in files:
        (emulator.packages / file).unlink(missing_ok=True)


def keys(database: sqlite3.Connection, app_id: str) -> list[sqlite3.Row]:
    """Return an application's secret keys, the newest first.

    Raises:
        Refusal: there is no such application.
    """
    get(database, app_id)
    query = "SELECT * FROM credentials WHERE app_id = ? ORDER BY created DESC, id"
    return database.execute(query, (app_id,)).fetchall()


def key(database: sqlite3.Connection, app_id: str, key_id: str) -> sqlite3.Row:
    """Return one secret key of an application.

    Raises:
        Refusal: there is no such application or key.
    """
    get(database, app_id)
    return _KEYS.get(database, app_id, key_id)


def add_key(emulator: Emulator, app_id: str, name: str, *, active: bool = True) -> str:
    """Create a secret key; return its ID.

    Raises:
        Refusal: there is no such application.
    """
    with emulator.store.writing() as database:
        get(database, app_id)
        return _add_key(emulator, app_id, name, active)


def update_key(
    emulator: Emulator,
    app_id: str,
    key_id: str,
    *,
    name: str | None = None,
    active: bool | None = None,
) -> None:
    """Change a secret key; what is None stays as it is.

    Raises:
        Refusal: there is no such application or key.
    """
    with emulator.store.writing() as database:
        get(database, app_id)
        _KEYS.update(emulator, app_id, key_id, given(name=name, active=active))


def delete_key(emulator: Emulator, app_id: str, key_id: str) -> None:
    """Delete a secret key: nothing can be called with it from now on.

    Raises:
        Refusal: there is no such application or key.
    """
    with emulator.store.writing() as database:
        get(database, app_id)
        _KEYS.delete(emulator, app_id, key_id)


def _add_key(emulator: Emulator, app_id: str, name: str, active: bool) -> str:
    facts = {"name": name, "secret": secrets.token_urlsafe(30), "active": active}
    return _KEYS.create(emulator, app_id, facts)
