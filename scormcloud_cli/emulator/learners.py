"""Learners, who exist inside registrations only."""

import sqlite3

from scormcloud_cli.emulator import registrations, tags
from scormcloud_cli.emulator.refusals import Refusal, check_id
from scormcloud_cli.emulator.service import Emulator


def get(database: sqlite3.Connection, app_id: str, learner_id: str) -> sqlite3.Row:
    """Return one learner.

    Raises:
        Refusal: nobody of that ID is registered for anything.
    """
    query = "SELECT * FROM learners WHERE app_id = ? AND id = ?"
    found: sqlite3.Row | None = database.execute(query, (app_id, learner_id)).fetchone()
    if found is None:
        raise Refusal(404, f"Could not find learner [{learner_id}]", "learner")
    return found


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
    """Change what is known of a learner in all registrations; None leaves a thing as it is.

    Raises:
        Refusal: there is no such learner, or another has the new ID.
    """
    with emulator.store.writing() as database:
        get(database, app_id, learner_id)
        database.execute(
            "UPDATE learners SET email = coalesce(?, email), first_name = coalesce(?, first_name), "
            "last_name = coalesce(?, last_name) WHERE app_id = ? AND id = ?",
            (email, first_name, last_name, app_id, learner_id),
        )
        if new_id and new_id != learner_id:
            _rename(database, app_id, learner_id, new_id)


def _rename(database: sqlite3.Connection, app_id: str, learner_id: str, new_id: str) -> None:
    check_id("learner", new_id)
    query = "SELECT 1 FROM learners WHERE app_id = ? AND id = ?"
    if database.execute(query, (app_id, new_id)).fetchone():
        raise Refusal(400, f"Learner with id [{new_id}] already exists", "exists")
    # The registrations must have a learner at every moment: the new one, then the old one's end.
    database.execute(
        "INSERT INTO learners SELECT app_id, ?, email, first_name, last_name FROM learners "
        "WHERE app_id = ? AND id = ?",
        (new_id, app_id, learner_id),
    )
    for table, column in (("registrations", "learner_id"), ("tags", "owner")):
        kind = " AND kind = 'learner'" if table == "tags" else ""
        database.execute(
            f"UPDATE {table} SET {column} = ? WHERE app_id = ? AND {column} = ?{kind}",
            (new_id, app_id, learner_id),
        )
    database.execute("DELETE FROM learners WHERE app_id = ? AND id = ?", (app_id, learner_id))


def delete(emulator: Emulator, app_id: str, learner_id: str) -> None:
    """Delete all that is kept about a learner: registrations, results, tags, the name itself.

    Raises:
        Refusal: there is no such learner.
    """
    database = emulator.store.reading()
    get(database, app_id, learner_id)
    query = "SELECT id FROM registrations WHERE app_id = ? AND learner_id = ?"
    for row in database.execute(query, (app_id, learner_id)).fetchall():
        registrations.delete(emulator, app_id, row["id"])
    with emulator.store.writing() as database:
        tags.clear(database, app_id, "learner", learner_id)
        database.execute("DELETE FROM learners WHERE app_id = ? AND id = ?", (app_id, learner_id))
