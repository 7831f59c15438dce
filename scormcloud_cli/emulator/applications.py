"""Applications and their secret keys, as the store keeps them."""

import secrets
import sqlite3

from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator

# An application with what is in it.
ALL = """
    SELECT a.id, a.name, a.allow_delete, a.created, a.updated,
        (SELECT count(*) FROM courses c WHERE c.app_id = a.id) AS courses,
        (SELECT count(*) FROM registrations r WHERE r.app_id = a.id) AS registrations
    FROM applications a WHERE NOT a.management
"""


def get(database: sqlite3.Connection, app_id: str) -> sqlite3.Row:
    """Return one application of the realm; the management application is none of them.

    Raises:
        Refusal: there is no such application.
    """
    found: sqlite3.Row | None = database.execute(ALL + "AND a.id = ?", (app_id,)).fetchone()
    if found is None:
        raise Refusal(404, f"Could not find application [{app_id}]", "application")
    return found


def create(emulator: Emulator, name: str) -> str:
    """Create an application with one secret key; return its ID."""
    app_id = secrets.token_hex(5).upper()
    now = emulator.now()
    with emulator.store.writing() as database:
        database.execute(
            "INSERT INTO applications VALUES (?, ?, ?, ?, ?, ?)",
            (app_id, name, False, False, now, now),
        )
        _add_key(database, app_id, "First Secret Key", True, now)
    return app_id


def update(
    emulator: Emulator, app_id: str, *, name: str | None = None, allow_delete: bool | None = None
) -> None:
    """Change an application; None leaves a thing as it is.

    Args:
        emulator: the emulator.
        app_id: which.
        name: its name.
        allow_delete: whether v1 may delete its registrations (spec/v1-protocol.md §13).

    Raises:
        Refusal: there is no such application.
    """
    with emulator.store.writing() as database:
        get(database, app_id)
        database.execute(
            "UPDATE applications SET name = coalesce(?, name), "
            "allow_delete = coalesce(?, allow_delete), updated = ? WHERE id = ?",
            (name, allow_delete, emulator.now(), app_id),
        )


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
            database.execute(f"DELETE FROM {table} WHERE app_id = ?", (app_id,))
        database.execute("DELETE FROM applications WHERE id = ?", (app_id,))
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
    for row in keys(database, app_id):
        if row["id"] == key_id:
            return row
    raise Refusal(404, f"Could not find credential [{key_id}]", "credential")


def add_key(emulator: Emulator, app_id: str, name: str, *, active: bool = True) -> str:
    """Create a secret key; return its ID.

    Raises:
        Refusal: there is no such application.
    """
    with emulator.store.writing() as database:
        get(database, app_id)
        return _add_key(database, app_id, name, active, emulator.now())


def update_key(
    emulator: Emulator,
    app_id: str,
    key_id: str,
    *,
    name: str | None = None,
    active: bool | None = None,
) -> None:
    """Change a secret key; None leaves a thing as it is.

    Raises:
        Refusal: there is no such application or key.
    """
    with emulator.store.writing() as database:
        key(database, app_id, key_id)
        database.execute(
            "UPDATE credentials SET name = coalesce(?, name), active = coalesce(?, active), "
            "updated = ? WHERE id = ?",
            (name, active, emulator.now(), key_id),
        )


def delete_key(emulator: Emulator, app_id: str, key_id: str) -> None:
    """Delete a secret key: nothing can be called with it from now on.

    Raises:
        Refusal: there is no such application or key.
    """
    with emulator.store.writing() as database:
        key(database, app_id, key_id)
        database.execute("DELETE FROM credentials WHERE id = ?", (key_id,))


def _add_key(database: sqlite3.Connection, app_id: str, name: str, active: bool, now: str) -> str:
    key_id = secrets.token_hex(8)
    database.execute(
        "INSERT INTO credentials VALUES (?, ?, ?, ?, ?, ?, ?)",
        (key_id, app_id, name, secrets.token_urlsafe(30), active, now, now),
    )
    return key_id
