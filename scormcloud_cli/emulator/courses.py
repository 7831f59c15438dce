"""Courses and their versions, as the store keeps them."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from scormcloud_cli.emulator import configuration, tags
from scormcloud_cli.emulator.refusals import no_course
from scormcloud_cli.emulator.service import Emulator

# A course with its newest version, or each of its versions.
NEWEST = """
    SELECT c.app_id, c.id, c.title, c.created, v.version, v.title AS version_title, v.standard,
        v.activity_id, v.file, v.content_type, v.size, v.metadata, v.root_activity,
        c.updated, v.created AS version_created, v.updated AS version_updated,
        (SELECT count(*) FROM versions n WHERE n.app_id = c.app_id AND n.course_id = c.id)
            AS versions,
        (SELECT count(*) FROM registrations r WHERE r.app_id = c.app_id AND r.course_id = c.id)
            AS registrations,
        EXISTS (SELECT 1 FROM dispatches d WHERE d.app_id = c.app_id AND d.course_id = c.id)
            AS dispatched,
        (SELECT json_group_array(tag)
         FROM (SELECT tag FROM tags t
               WHERE t.app_id = c.app_id AND t.kind = 'course' AND t.owner = c.id ORDER BY tag))
            AS tags
    FROM courses c JOIN versions v ON v.app_id = c.app_id AND v.course_id = c.id
"""
_IS_NEWEST = """
    v.version = (SELECT max(n.version) FROM versions n
                 WHERE n.app_id = c.app_id AND n.course_id = c.id)
"""


def exists(database: sqlite3.Connection, app_id: str, course_id: str) -> bool:
    """Say whether there is a course of that ID."""
    query = "SELECT 1 FROM courses WHERE app_id = ? AND id = ?"
    return database.execute(query, (app_id, course_id)).fetchone() is not None


def get(
    database: sqlite3.Connection, app_id: str, course_id: str, version: int | None = None
) -> sqlite3.Row:
    """Return one course with its newest version, or the one asked for.

    Raises:
        Refusal: there is no such course or version.
    """
    query = NEWEST + "WHERE c.app_id = ? AND c.id = ? AND "
    if version is None:
        found = database.execute(query + _IS_NEWEST, (app_id, course_id)).fetchone()
    else:
        found = database.execute(query + "v.version = ?", (app_id, course_id, version)).fetchone()
    if found is None:
        raise no_course(app_id, course_id, version)
    row: sqlite3.Row = found
    return row


def version(
    database: sqlite3.Connection, app_id: str, course_id: str, wanted: int | None = None
) -> int:
    """Return the number of a course's newest version, or the one asked for if there is one.

    Unlike `get` it counts no registrations, of which a course may have very many.

    Raises:
        Refusal: there is no such course or version.
    """
    query = "SELECT max(version) FROM versions WHERE app_id = ? AND course_id = ?"
    values: tuple[object, ...] = (app_id, course_id)
    if wanted is not None:
        query += " AND version = ?"
        values += (wanted,)
    found: int | None = database.execute(query, values).fetchone()[0]
    if found is None:
        raise no_course(app_id, course_id, wanted)
    return found


def all_newest(app_id: str) -> tuple[str, list[object]]:
    """Return the query, and its values, of an application's courses; conditions may follow."""
    return NEWEST + f"WHERE c.app_id = ? AND {_IS_NEWEST}", [app_id]


def all_versions(database: sqlite3.Connection, app_id: str, course_id: str) -> list[sqlite3.Row]:
    """Return every version of a course, the oldest first.

    Raises:
        Refusal: there is no such course.
    """
    query = NEWEST + "WHERE c.app_id = ? AND c.id = ? ORDER BY v.version"
    rows = database.execute(query, (app_id, course_id)).fetchall()
    if not rows:
        raise no_course(app_id, course_id)
    return rows


def add_version(
    database: sqlite3.Connection,
    emulator: Emulator,
    app_id: str,
    course_id: str,
    facts: Mapping[str, Any],
) -> int:
    """Add a version to a course, and the course itself where there is none; return its number.

    Args:
        database: the store, in a transaction.
        emulator: for the time.
        app_id: whose course.
        course_id: which.
        facts: the columns of the version that the package gives.
    """
    now = emulator.now()
    newest = database.execute(
        "SELECT max(version) AS version FROM versions WHERE app_id = ? AND course_id = ?",
        (app_id, course_id),
    ).fetchone()["version"]
    version = 0 if newest is None else newest + 1
    database.execute(
        "INSERT INTO courses VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET title = excluded.title, updated = excluded.updated",
        (app_id, course_id, facts["title"], now, now),
    )
    database.execute(
        "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(app_id, course_id, version, facts["title"], facts["standard"], facts["activity_id"]),
            *(facts["file"], facts["content_type"], facts["size"]),
            *(json.dumps(facts["metadata"]), json.dumps(facts["root_activity"]), now, now),
        ),
    )
    return version


def set_title(emulator: Emulator, app_id: str, course_id: str, title: str) -> None:
    """Change the title of a course.

    Raises:
        Refusal: there is no such course.
    """
    now = emulator.now()
    with emulator.store.writing() as database:
        version = get(database, app_id, course_id)["version"]
        database.execute(
            "UPDATE courses SET title = ?, updated = ? WHERE app_id = ? AND id = ?",
            (title, now, app_id, course_id),
        )
        database.execute(
            "UPDATE versions SET title = ?, updated = ? "
            "WHERE app_id = ? AND course_id = ? AND version = ?",
            (title, now, app_id, course_id, version),
        )


def delete(emulator: Emulator, app_id: str, course_id: str, version: int | None = None) -> None:
    """Delete a course with its registrations, or one version of it.

    The last version takes the course with it.

    Raises:
        Refusal: there is no such course or version.
    """
    with emulator.store.writing() as database:
        found = get(database, app_id, course_id, version)
        if version is not None and found["versions"] > 1:
            database.execute(
                "DELETE FROM versions WHERE app_id = ? AND course_id = ? AND version = ?",
                (app_id, course_id, version),
            )
            configuration.clear(database, app_id, configuration.part("course", course_id, version))
            newest = get(database, app_id, course_id)
            database.execute(
                "UPDATE courses SET title = ?, updated = ? WHERE app_id = ? AND id = ?",
                (newest["version_title"], newest["version_updated"], app_id, course_id),
            )
            files = [found["file"]]
        else:
            files = [row["file"] for row in all_versions(database, app_id, course_id)]
            owners = database.execute(
                "SELECT id FROM registrations WHERE app_id = ? AND course_id = ?",
                (app_id, course_id),
            ).fetchall()
            for owner in owners:
                tags.clear(database, app_id, "registration", owner["id"])
                configuration.clear(database, app_id, ("registration", owner["id"]))
            tags.clear(database, app_id, "course", course_id)
            configuration.clear(database, app_id, ("course", course_id))
            database.execute("DELETE FROM courses WHERE app_id = ? AND id = ?", (app_id, course_id))
    # Only once nothing in the store names them any more.
    for file in files:
        (emulator.packages / file).unlink(missing_ok=True)
