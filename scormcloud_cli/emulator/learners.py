"""Learners, who exist inside registrations only."""

import sqlite3

from scormcloud_cli.emulator import registrations, store, tags
from scormcloud_cli.emulator.records import Records
from scormcloud_cli.emulator.refusals import check_id, taken
from scormcloud_cli.emulator.service import Emulator
from scormcloud_cli.emulator.store import given, insert

_LEARNERS = Records("learners", "learner", "learner")


def get(database: sqlite3.Connection, app_id: str, learner_id: str) -> sqlite3.Row:
    """Return one learner.

    Raises:
        Refusal: nobody of that ID is registered for anything.
    """
    return _LEARNERS.get(database, app_id, learner_id)


def update(
    emulator: Emulator,
    app_id: str,
    learner_id: str,
    *,
    email: str | None = None,
    first_name: str | None = None,
    last_name: str | None = None,
    new_id: str | None = None,
) -> None:
    """Change what is known of a learner in all registrations; what is None stays as it is.

    Raises:
        Refusal: there is no such learner, or another has the new ID.
    """
    with emulator.store.writing() as database:
        get(database, app_id, learner_id)
        changes = given(email=email, first_name=first_name, last_name=last_name)
        store.update(database, "learners", {"app_id": app_id, "id": learner_id}, changes)
        if new_id and new_id != learner_id:
            _rename(database, app_id, learner_id, new_id)


def _rename(database: sqlite3.Connection, app_id: str, learner_id: str, new_id: str) -> None:
    check_id("learner", new_id)
    if store.exists(database, "learners", {"app_id": app_id, "id": new_id}):
        raise taken("learner", new_id)
    # The registrations must have a learner at every moment: the new one, then the old one's end.
    insert(database, "learners", {**dict(get(database, app_id, learner_id)), "id": new_id})
    key = {"app_id": app_id, "learner_id": learner_id}
    store.update(database, "registrations", key, {"learner_id": new_id})
    # The new ID may have tags already: v1 gives some to learners whom nobody has registered yet.
    moved = tags.get(database, app_id, "learner", learner_id)
    tags.clear(database, app_id, "learner", learner_id)
    tags.add(database, app_id, "learner", new_id, moved)
    store.delete(database, "learners", {"app_id": app_id, "id": learner_id})


def delete(emulator: Emulator, app_id: str, learner_id: str) -> None:
    """Delete all that is kept about a learner: registrations, results, tags, the name itself.

    Raises:
        Refusal: there is no such learner.
    """
    with emulator.store.writing() as database:
        get(database, app_id, learner_id)
        key = {"app_id": app_id, "learner_id": learner_id}
        for row in store.rows(database, "registrations", key):
            registrations.delete(emulator, app_id, row["id"])
        tags.clear(database, app_id, "learner", learner_id)
        store.delete(database, "learners", {"app_id": app_id, "id": learner_id})
