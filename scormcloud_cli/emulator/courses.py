"""Courses and their versions, as the store keeps them."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from scormcloud_cli.emulator import account, configuration, store, tags
from scormcloud_cli.emulator.lists import Listing
from scormcloud_cli.emulator.refusals import no_course
from scormcloud_cli.emulator.service import Emulator
from scormcloud_cli.emulator.store import insert

# Each version of a course, with the course.
_QUERY = """
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
_NEWEST = """
    (SELECT max(n.version) FROM versions n WHERE n.app_id = c.app_id AND n.course_id = c.id)
"""
LISTING = Listing(
    query=_QUERY + f"WHERE c.app_id = ? AND v.version = {_NEWEST}",
    kind="course",
    key="c.id",
    fields={"course_id": "c.id", "title": "c.title"},
    orders={"created": "c.created", "updated": "c.updated", "title": "c.title COLLATE NOCASE"},
)


def exists(database: sqlite3.Connection, app_id: str, course_id: str) -> bool:
    """Say whether there is a course of that ID."""
    return store.exists(database, "courses", {"app_id": app_id, "id": course_id})


def get(
    database: sqlite3.Connection, app_id: str, course_id: str, version: int | None = None
) -> sqlite3.Row:
    """Return one course with its newest version, or the one asked for.

    Raises:
        Refusal: there is no such course or version.
    """
    query = _QUERY + f"WHERE c.app_id = ? AND c.id = ? AND v.version = coalesce(?, {_NEWEST})"
    values = (app_id, course_id, version)
    return store.one(database, query, values, no_course(app_id, course_id, version))


def version(
    database: sqlite3.Connection, app_id: str, course_id: str, number: int | None = None
) -> int:
    """Return the number of a course's newest version, or the one asked for if there is one.

    Unlike `get` it counts no registrations, of which a course may have very many.

    Raises:
        Refusal: there is no such course or version.
    """
    query = (
        "SELECT max(version) FROM versions "
        "WHERE app_id = ? AND course_id = ? AND version = coalesce(?, version)"
    )
    newest: int | None = database.execute(query, (app_id, course_id, number)).fetchone()[0]
    if newest is None:
        raise no_course(app_id, course_id, number)
    return newest


def root_activity(
    database: sqlite3.Connection, app_id: str, course_id: str, number: int
) -> dict[str, Any] | None:
    """Return the activities of a version as they are kept; None where the version was deleted.

    It is v2's CourseActivitySchema with what results tell besides: ``staticProperties``, and
    ``primaryObjective``, the ID of that.
    """
    key = {"app_id": app_id, "course_id": course_id, "version": number}
    row = store.row(database, "versions", key)
    return None if row is None else dict(json.loads(row["root_activity"]))


def xapi_activity_id(row: sqlite3.Row) -> str | None:
    """Return the activity ID of a version whose standard has IRIs for them; None for others."""
    return row["activity_id"] if row["standard"] in ("XAPI", "CMI5") else None


def all_of(database: sqlite3.Connection, app_id: str) -> list[sqlite3.Row]:
    """Return an application's courses with their newest versions, in the order of their IDs."""
    return database.execute(LISTING.query + " ORDER BY c.id", (app_id,)).fetchall()


def all_versions(database: sqlite3.Connection, app_id: str, course_id: str) -> list[sqlite3.Row]:
    """Return every version of a course, the oldest first.

    Raises:
        Refusal: there is no such course.
    """
    query = _QUERY + "WHERE c.app_id = ? AND c.id = ? ORDER BY v.version"
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

    It is called in a transaction; `facts` are the columns of the version that the package gives.

    Raises:
        Refusal: the account may not have so much content.
    """
    account.check_content(database, emulator, facts["size"])
    now = emulator.now()
    query = "SELECT coalesce(max(version) + 1, 0) FROM versions WHERE app_id = ? AND course_id = ?"
    version: int = database.execute(query, (app_id, course_id)).fetchone()[0]
    course = {"app_id": app_id, "id": course_id, "title": facts["title"]}
    times = {"created": now, "updated": now}
    changes = "UPDATE SET title = excluded.title, updated = excluded.updated"
    insert(database, "courses", course | times, changes)
    row = {"app_id": app_id, "course_id": course_id, "version": version, **facts, **times}
    insert(database, "versions", row)
    return version


def set_title(emulator: Emulator, app_id: str, course_id: str, title: str) -> None:
    """Change the title of a course.

    Raises:
        Refusal: there is no such course.
    """
    now = emulator.now()
    with emulator.store.writing() as database:
        version = get(database, app_id, course_id)["version"]
        changes = {"title": title, "updated": now}
        store.update(database, "courses", {"app_id": app_id, "id": course_id}, changes)
        key = {"app_id": app_id, "course_id": course_id, "version": version}
        store.update(database, "versions", key, changes)


def delete(
    emulator: Emulator,
    app_id: str,
    course_id: str,
    version: int | None = None,
    *,
    newest: bool = False,
) -> None:
    """Delete a course with its registrations, or one version of it: a number, or the newest.

    The last version takes the course with it.

    Raises:
        Refusal: there is no such course or version.
    """
    with emulator.store.writing() as database:
        row = get(database, app_id, course_id, version)
        if (newest or version is not None) and row["versions"] > 1:
            _delete_version(database, row)
            files = [row["file"]]
        else:
            files = [row["file"] for row in all_versions(database, app_id, course_id)]
            _delete_whole(database, app_id, course_id)
    # Only once nothing in the store names them any more.
    emulator.drop_packages(files)


def _delete_version(database: sqlite3.Connection, row: sqlite3.Row) -> None:
    app_id, course_id, version = row["app_id"], row["id"], row["version"]
    key = {"app_id": app_id, "course_id": course_id, "version": version}
    store.delete(database, "versions", key)
    configuration.clear(database, app_id, configuration.part("course", course_id, version))
    left = get(database, app_id, course_id)
    changes = {"title": left["version_title"], "updated": left["version_updated"]}
    store.update(database, "courses", {"app_id": app_id, "id": course_id}, changes)


def _delete_whole(database: sqlite3.Connection, app_id: str, course_id: str) -> None:
    key = {"app_id": app_id, "course_id": course_id}
    for registration in store.rows(database, "registrations", key):
        tags.clear(database, app_id, "registration", registration["id"])
        configuration.clear(database, app_id, ("registration", registration["id"]))
    tags.clear(database, app_id, "course", course_id)
    configuration.clear(database, app_id, ("course", course_id))
    store.delete(database, "courses", {"app_id": app_id, "id": course_id})
