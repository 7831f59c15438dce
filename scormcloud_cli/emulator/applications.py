"""Applications and their secret keys, as the store keeps them."""

import secrets
import sqlite3

from scormcloud_cli.emulator import store, upload_area
from scormcloud_cli.emulator.lists import Listing
from scormcloud_cli.emulator.records import Records
from scormcloud_cli.emulator.refusals import not_found
from scormcloud_cli.emulator.service import Emulator
from scormcloud_cli.emulator.store import given, insert

# An application with what is in it; the management application is left out.
_QUERY = """
    SELECT a.id, a.name, a.allow_delete, a.created, a.updated,
        (SELECT count(*) FROM courses c WHERE c.app_id = a.id) AS courses,
        (SELECT count(*) FROM registrations r WHERE r.app_id = a.id) AS registrations
    FROM applications a WHERE NOT a.management
"""
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
    query = _QUERY + "AND a.id = ?"
    return store.one(database, query, (app_id,), not_found("application", app_id))


# The secret keys of applications, the newest first. Their columns: `name`, `secret`, `active`.
KEYS = Records(
    *("credentials", "credential", "credential"), is_dated=True, order="created DESC, id", check=get
)


def new_key(name: str, *, active: bool = True) -> dict[str, object]:
    """Return the columns of a secret key to create."""
    return {"name": name, "secret": secrets.token_urlsafe(30), "active": active}


def in_order_of(database: sqlite3.Connection, order: str) -> list[sqlite3.Row]:
    """Return all applications of the realm, by the time they were ``created`` or ``updated``."""
    return database.execute(_QUERY + f"ORDER BY a.{order}, a.id").fetchall()


def allows_deletion(database: sqlite3.Connection, app_id: str) -> bool:
    """Say whether v1 may delete the registrations of an application."""
    return store.exists(database, "applications", {"id": app_id, "allow_delete": True})


def create(emulator: Emulator, name: str) -> str:
    """Create an application with one secret key; return its ID."""
    app_id = secrets.token_hex(5).upper()
    now = emulator.now()
    with emulator.store.writing() as database:
        row = {"id": app_id, "name": name, "created": now, "updated": now}
        insert(database, "applications", row)
        KEYS.create(emulator, app_id, new_key("First Secret Key"))
    return app_id


def update(
    emulator: Emulator, app_id: str, *, name: str | None = None, allow_delete: bool | None = None
) -> None:
    """Change an application; what is None stays as it is.

    With `allow_delete` v1 may delete its registrations (docs/service/v1.md, Credentials and
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
        files = [row["file"] for row in store.rows(database, "versions", {"app_id": app_id})]
        # What refers to learners goes first: the store lets no registration be without its own.
        for table in ("registrations", "learners"):
            store.delete(database, table, {"app_id": app_id})
        store.delete(database, "applications", {"id": app_id})
    emulator.drop_packages(files)
    upload_area.clear(emulator, app_id)
