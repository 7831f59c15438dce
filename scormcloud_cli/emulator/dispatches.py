"""Destinations and dispatches, as the store keeps them."""

import io
import json
import secrets
import sqlite3
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from scormcloud_cli.emulator import configuration, courses, tags
from scormcloud_cli.emulator.refusals import Refusal, check_id

DESTINATION = """
    SELECT d.*, (SELECT count(*) FROM dispatches n
                 WHERE n.app_id = d.app_id AND n.destination_id = d.id) AS dispatches
    FROM destinations d
"""
DISPATCH = """
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


def destination(database: sqlite3.Connection, app_id: str, destination_id: str) -> sqlite3.Row:
    """Return one destination.

    Raises:
        Refusal: there is no such destination.
    """
    query = DESTINATION + "WHERE d.app_id = ? AND d.id = ?"
    found: sqlite3.Row | None = database.execute(query, (app_id, destination_id)).fetchone()
    if found is None:
        raise Refusal(404, f"Could not find destination [{destination_id}]", "destination")
    return found


def dispatch(database: sqlite3.Connection, app_id: str, dispatch_id: str) -> sqlite3.Row:
    """Return one dispatch.

    Raises:
        Refusal: there is no such dispatch.
    """
    query = DISPATCH + "WHERE p.app_id = ? AND p.id = ?"
    found: sqlite3.Row | None = database.execute(query, (app_id, dispatch_id)).fetchone()
    if found is None:
        raise Refusal(404, f"Could not find dispatch [{dispatch_id}]", "dispatch")
    return found


def dispatches_to(
    database: sqlite3.Connection, app_id: str, destination_id: str
) -> list[sqlite3.Row]:
    """Return the dispatches to a destination, the oldest first.

    Raises:
        Refusal: there is no such destination.
    """
    destination(database, app_id, destination_id)
    query = DISPATCH + "WHERE p.app_id = ? AND p.destination_id = ? ORDER BY p.created, p.id"
    return database.execute(query, (app_id, destination_id)).fetchall()


def create_destination(
    database: sqlite3.Connection,
    app_id: str,
    destination_id: str,
    facts: Mapping[str, Any],
    now: str,
) -> None:
    """Create a destination.

    Args:
        database: the store, in a transaction.
        app_id: whose.
        destination_id: its ID.
        facts: its columns; ``tags`` beside them.
        now: the time.

    Raises:
        Refusal: the ID is taken or cannot be one, or there is no name.
    """
    check_id("destination", destination_id)
    if not facts.get("name"):
        raise Refusal(400, "name is required")
    query = "SELECT 1 FROM destinations WHERE app_id = ? AND id = ?"
    if database.execute(query, (app_id, destination_id)).fetchone():
        raise Refusal(400, f"Destination with id [{destination_id}] already exists", "exists")
    database.execute(
        "INSERT INTO destinations (app_id, id, name, created, updated) VALUES (?, ?, ?, ?, ?)",
        (app_id, destination_id, facts["name"], now, now),
    )
    update_destination(database, app_id, destination_id, facts, now)


def update_destination(
    database: sqlite3.Connection,
    app_id: str,
    destination_id: str,
    facts: Mapping[str, Any],
    now: str,
) -> None:
    """Change a destination: the columns that `facts` names, and its tags if it names them.

    Raises:
        Refusal: there is no such destination.
    """
    destination(database, app_id, destination_id)
    _update(database, "destinations", _DESTINATION_COLUMNS, (app_id, destination_id), facts, now)
    if "tags" in facts:
        tags.clear(database, app_id, "destination", destination_id)
        tags.add(database, app_id, "destination", destination_id, facts["tags"])


def delete_destination(database: sqlite3.Connection, app_id: str, destination_id: str) -> None:
    """Delete a destination with its dispatches.

    Raises:
        Refusal: there is no such destination.
    """
    rows = dispatches_to(database, app_id, destination_id)
    delete_dispatches(database, app_id, [row["id"] for row in rows])
    tags.clear(database, app_id, "destination", destination_id)
    database.execute(
        "DELETE FROM destinations WHERE app_id = ? AND id = ?", (app_id, destination_id)
    )


def create_dispatch(
    database: sqlite3.Connection, app_id: str, dispatch_id: str, facts: Mapping[str, Any], now: str
) -> None:
    """Create a dispatch.

    Args:
        database: the store, in a transaction.
        app_id: whose.
        dispatch_id: its ID.
        facts: ``destination_id``, ``course_id`` and its columns; ``tags`` and ``settings`` beside.
        now: the time.

    Raises:
        Refusal: the ID is taken or cannot be one; there is no such course or destination.
    """
    check_id("dispatch", dispatch_id)
    destination(database, app_id, facts["destination_id"])
    courses.version(database, app_id, facts["course_id"])
    query = "SELECT 1 FROM dispatches WHERE app_id = ? AND id = ?"
    if database.execute(query, (app_id, dispatch_id)).fetchone():
        raise Refusal(400, f"Dispatch with id [{dispatch_id}] already exists", "exists")
    database.execute(
        "INSERT INTO dispatches (app_id, id, destination_id, course_id, consumer_key, "
        "shared_secret, created, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(app_id, dispatch_id, facts["destination_id"], facts["course_id"]),
            *(secrets.token_hex(8), secrets.token_urlsafe(24), now, now),
        ),
    )
    tags.add(database, app_id, "dispatch", dispatch_id, facts.get("tags", ()))
    update_dispatches(database, app_id, [dispatch_id], facts, now)


def update_dispatches(
    database: sqlite3.Connection,
    app_id: str,
    dispatch_ids: Iterable[str],
    facts: Mapping[str, Any],
    now: str,
) -> None:
    """Change dispatches: the columns that `facts` names, and their settings if it has any.

    Raises:
        Refusal: one is not there.
    """
    for dispatch_id in dispatch_ids:
        dispatch(database, app_id, dispatch_id)
        _update(database, "dispatches", _DISPATCH_COLUMNS, (app_id, dispatch_id), facts, now)
        settings = facts.get("settings", {})
        configuration.set_all(database, app_id, ("dispatch", dispatch_id), settings)


def delete_dispatches(
    database: sqlite3.Connection, app_id: str, dispatch_ids: Iterable[str]
) -> None:
    """Delete dispatches.

    Raises:
        Refusal: one is not there.
    """
    for dispatch_id in dispatch_ids:
        dispatch(database, app_id, dispatch_id)
        tags.clear(database, app_id, "dispatch", dispatch_id)
        configuration.clear(database, app_id, ("dispatch", dispatch_id))
        database.execute(
            "DELETE FROM dispatches WHERE app_id = ? AND id = ?", (app_id, dispatch_id)
        )


def reset_counts(
    database: sqlite3.Connection, app_id: str, dispatch_ids: Iterable[str], now: str
) -> None:
    """Set the registration counts of dispatches back to nought."""
    for dispatch_id in dispatch_ids:
        database.execute(
            "UPDATE dispatches SET registration_count = 0, reset = ?, updated = ? "
            "WHERE app_id = ? AND id = ?",
            (now, now, app_id, dispatch_id),
        )


def _update(
    database: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    key: tuple[str, str],
    facts: Mapping[str, Any],
    now: str,
) -> None:
    given = {name: facts[name] for name in columns if name in facts}
    for name, value in given.items():
        if isinstance(value, dict):
            given[name] = json.dumps(value)
    assignments = ", ".join(f"{name} = ?" for name in (*given, "updated"))
    database.execute(
        f"UPDATE {table} SET {assignments} WHERE app_id = ? AND id = ?",
        (*given.values(), now, *key),
    )


_MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<manifest identifier={identifier} version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="organization"><organization identifier="organization">
    <title>{title}</title>
    <item identifier="item" identifierref="launch"><title>{title}</title></item>
  </organization></organizations>
  <resources><resource identifier="launch" type="webcontent" adlcp:scormtype="sco"
    href="launch.html"><file href="launch.html"/></resource></resources>
</manifest>
"""
_LAUNCH = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}</title></head>
<body><iframe src={url} style="border:0;width:100%;height:100vh"></iframe></body></html>
"""


def package(row: sqlite3.Row, base: str) -> bytes:
    """Return what another LMS imports to lend a dispatched course: a SCORM 1.2 package.

    Args:
        row: the dispatch.
        base: the address of the emulator, where the package launches the course.
    """
    url = f"{base}/dispatch/launch/{row['id']}"
    title = escape(row["course_title"])
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        identifier = quoteattr(f"dispatch-{row['id']}")
        archive.writestr("imsmanifest.xml", _MANIFEST.format(identifier=identifier, title=title))
        archive.writestr("launch.html", _LAUNCH.format(title=title, url=quoteattr(url)))
    return content.getvalue()


def packages(rows: Iterable[sqlite3.Row], base: str) -> bytes:
    """Return a zip of the packages of several dispatches."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for row in rows:
            name = "".join(each if each.isalnum() or each in "-_." else "_" for each in row["id"])
            archive.writestr(f"{name}.zip", package(row, base))
    return content.getvalue()
