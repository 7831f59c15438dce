"""Tags of courses, registrations, learners, destinations, dispatches and invitations."""

import sqlite3
from collections.abc import Callable, Iterable

from scormcloud_cli.emulator import store
from scormcloud_cli.emulator.service import Emulator


def get(database: sqlite3.Connection, app_id: str, kind: str, owner: str) -> list[str]:
    """Return the tags of one thing, in alphabetical order."""
    key = {"app_id": app_id, "kind": kind, "owner": owner}
    return [row["tag"] for row in store.rows(database, "tags", key, "tag")]


def change(
    emulator: Emulator,
    app_id: str,
    kind: str,
    owners: Iterable[str],
    check: Callable[[sqlite3.Connection, str, str], object],
    *,
    added: Iterable[str] = (),
    removed: Iterable[str] = (),
    replace: bool = False,
) -> None:
    """Change the tags of several owners of one kind: of all of them, or of none.

    What is `removed`, all tags if they are to be replaced, goes before what is `added` comes.

    Raises:
        Refusal: `check` knows no such thing.
    """
    with emulator.store.writing() as database:
        for owner in owners:
            check(database, app_id, owner)
            if replace:
                clear(database, app_id, kind, owner)
            remove(database, app_id, kind, owner, removed)
            add(database, app_id, kind, owner, added)


def add(
    database: sqlite3.Connection, app_id: str, kind: str, owner: str, tags: Iterable[str]
) -> None:
    """Add tags to one thing."""
    for tag in filter(None, tags):
        row = {"app_id": app_id, "kind": kind, "owner": owner, "tag": tag}
        store.insert(database, "tags", row, "NOTHING")


def remove(
    database: sqlite3.Connection, app_id: str, kind: str, owner: str, tags: Iterable[str]
) -> None:
    """Remove tags from one thing; those it does not have are passed over."""
    for tag in tags:
        key = {"app_id": app_id, "kind": kind, "owner": owner, "tag": tag}
        store.delete(database, "tags", key)


def clear(database: sqlite3.Connection, app_id: str, kind: str, owner: str) -> None:
    """Remove all tags from one thing."""
    store.delete(database, "tags", {"app_id": app_id, "kind": kind, "owner": owner})
