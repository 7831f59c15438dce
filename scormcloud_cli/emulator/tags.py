"""Tags of courses, registrations and learners."""

import sqlite3
from collections.abc import Iterable


def get(database: sqlite3.Connection, app_id: str, kind: str, owner: str) -> list[str]:
    """Return the tags of one thing, in alphabetical order."""
    rows = database.execute(
        "SELECT tag FROM tags WHERE app_id = ? AND kind = ? AND owner = ? ORDER BY tag",
        (app_id, kind, owner),
    )
    return [row["tag"] for row in rows]


def add(
    database: sqlite3.Connection, app_id: str, kind: str, owner: str, tags: Iterable[str]
) -> None:
    """Give one thing more tags."""
    database.executemany(
        "INSERT OR IGNORE INTO tags VALUES (?, ?, ?, ?)",
        [(app_id, kind, owner, tag) for tag in tags if tag],
    )


def remove(
    database: sqlite3.Connection, app_id: str, kind: str, owner: str, tags: Iterable[str]
) -> None:
    """Take tags from one thing; those it does not have are passed over."""
    database.executemany(
        "DELETE FROM tags WHERE app_id = ? AND kind = ? AND owner = ? AND tag = ?",
        [(app_id, kind, owner, tag) for tag in tags],
    )


def clear(database: sqlite3.Connection, app_id: str, kind: str, owner: str) -> None:
    """Take all tags from one thing."""
    database.execute(
        "DELETE FROM tags WHERE app_id = ? AND kind = ? AND owner = ?", (app_id, kind, owner)
    )
