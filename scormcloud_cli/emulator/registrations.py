"""Registrations, their instances, learners and launches, as the store keeps them."""

import json
import sqlite3
import uuid
from dataclasses import dataclass, field

from scormcloud_cli.emulator import configuration, courses, tags
from scormcloud_cli.emulator.refusals import Refusal, no_registration
from scormcloud_cli.emulator.service import Emulator

# A registration with one of its instances, its course and its learner.
INSTANCE = """
    SELECT r.app_id, r.id, r.course_id, r.learner_id, r.xapi_id, r.created, i.instance, i.version,
        i.completion, i.success, i.score, i.seconds, i.activities, i.first_access, i.last_access,
        i.completed, i.created AS instance_created, i.updated, c.title AS course_title, l.email,
        l.first_name, l.last_name
    FROM registrations r
    JOIN instances i ON i.app_id = r.app_id AND i.registration_id = r.id
    JOIN courses c ON c.app_id = r.app_id AND c.id = r.course_id
    JOIN learners l ON l.app_id = r.app_id AND l.id = r.learner_id
"""
_IS_NEWEST = """
    i.instance = (SELECT max(n.instance) FROM instances n
                  WHERE n.app_id = r.app_id AND n.registration_id = r.id)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How far a registration is: of its course, and of each activity (see `results`)."""

    completion: str
    success: str
    score: float | None
    seconds: float
    activities: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A registration to make."""

    id: str
    course_id: str
    version: int | None
    learner_id: str
    email: str | None
    first_name: str | None
    last_name: str | None
    xapi_id: str | None = None
    tags: dict[str, list[str]] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    state: "State | None" = None


def exists(database: sqlite3.Connection, app_id: str, registration_id: str) -> bool:
    """Say whether there is a registration of that ID."""
    query = "SELECT 1 FROM registrations WHERE app_id = ? AND id = ?"
    return database.execute(query, (app_id, registration_id)).fetchone() is not None


def get(
    database: sqlite3.Connection, app_id: str, registration_id: str, instance: int | None = None
) -> sqlite3.Row:
    """Return one registration with its newest instance, or the one asked for.

    Raises:
        Refusal: there is no such registration or instance.
    """
    query = INSTANCE + "WHERE r.app_id = ? AND r.id = ? AND "
    if instance is None:
        found = database.execute(query + _IS_NEWEST, (app_id, registration_id)).fetchone()
    else:
        values = (app_id, registration_id, instance)
        found = database.execute(query + "i.instance = ?", values).fetchone()
    if found is None:
        raise no_registration(app_id, registration_id)
    row: sqlite3.Row = found
    return row


def all_newest(app_id: str) -> tuple[str, list[object]]:
    """Return the query, and its values, of all registrations; conditions may follow."""
    return INSTANCE + f"WHERE r.app_id = ? AND {_IS_NEWEST}", [app_id]


def instances(database: sqlite3.Connection, app_id: str, registration_id: str) -> list[sqlite3.Row]:
    """Return every instance of a registration, the oldest first.

    Raises:
        Refusal: there is no such registration.
    """
    query = INSTANCE + "WHERE r.app_id = ? AND r.id = ? ORDER BY i.instance"
    rows = database.execute(query, (app_id, registration_id)).fetchall()
    if not rows:
        raise no_registration(app_id, registration_id)
    return rows


def create(emulator: Emulator, app_id: str, new: New) -> None:
    """Register a learner for a course.

    Raises:
        Refusal: there is no such course or version, or the ID is taken.
    """
    now = emulator.now()
    with emulator.store.writing() as database:
        version = courses.version(database, app_id, new.course_id, new.version)
        if exists(database, app_id, new.id):
            raise Refusal(400, f"Registration with id [{new.id}] already exists", "exists")
        database.execute(
            "INSERT INTO learners VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "email = coalesce(excluded.email, email), "
            "first_name = coalesce(excluded.first_name, first_name), "
            "last_name = coalesce(excluded.last_name, last_name)",
            (app_id, new.learner_id, new.email, new.first_name, new.last_name),
        )
        xapi_id = new.xapi_id or str(uuid.uuid4())
        database.execute(
            "INSERT INTO registrations VALUES (?, ?, ?, ?, ?, ?, ?)",
            (app_id, new.id, new.course_id, new.learner_id, xapi_id, now, now),
        )
        _add_instance(database, app_id, new.id, 0, version, now)
        if new.state is not None:
            _set_state(database, app_id, new.id, new.state)
        for kind, owner in (
            ("registration", new.id),
            ("course", new.course_id),
            ("learner", new.learner_id),
        ):
            tags.add(database, app_id, kind, owner, new.tags.get(kind, ()))
        configuration.set_all(database, app_id, ("registration", new.id), new.settings)


def delete(
    emulator: Emulator, app_id: str, registration_id: str, instance: int | None = None
) -> None:
    """Delete a registration, or one instance of it; the last one takes the registration with it.

    Raises:
        Refusal: there is no such registration or instance.
    """
    with emulator.store.writing() as database:
        get(database, app_id, registration_id, instance)
        if instance is not None and len(instances(database, app_id, registration_id)) > 1:
            values = (app_id, registration_id, instance)
            where = "WHERE app_id = ? AND registration_id = ? AND instance = ?"
            database.execute(f"DELETE FROM instances {where}", values)
            database.execute(f"DELETE FROM launches {where}", values)
            level = configuration.part("registration", registration_id, instance)
            configuration.clear(database, app_id, level)
            return
        tags.clear(database, app_id, "registration", registration_id)
        configuration.clear(database, app_id, ("registration", registration_id))
        database.execute(
            "DELETE FROM registrations WHERE app_id = ? AND id = ?", (app_id, registration_id)
        )


def reset(emulator: Emulator, app_id: str, registration_id: str) -> None:
    """Throw the results and launches of a registration away, and put it on the newest version.

    Raises:
        Refusal: there is no such registration.
    """
    now = emulator.now()
    with emulator.store.writing() as database:
        found = get(database, app_id, registration_id)
        values = (app_id, registration_id)
        database.execute("DELETE FROM instances WHERE app_id = ? AND registration_id = ?", values)
        database.execute("DELETE FROM launches WHERE app_id = ? AND registration_id = ?", values)
        version = courses.version(database, app_id, found["course_id"])
        _add_instance(database, app_id, registration_id, 0, version, now)


def add_instance(emulator: Emulator, app_id: str, registration_id: str) -> int:
    """Begin a registration anew on the newest version of its course; return the instance's number.

    Raises:
        Refusal: there is no such registration.
    """
    with emulator.store.writing() as database:
        found = get(database, app_id, registration_id)
        instance = int(found["instance"]) + 1
        version = courses.version(database, app_id, found["course_id"])
        _add_instance(database, app_id, registration_id, instance, version, emulator.now())
    return instance


def launches(
    database: sqlite3.Connection, app_id: str, registration_id: str, instance: int | None = None
) -> list[sqlite3.Row]:
    """Return the launches of a registration, the oldest first.

    Raises:
        Refusal: there is no such registration or instance.
    """
    get(database, app_id, registration_id, instance)
    query = "SELECT * FROM launches WHERE app_id = ? AND registration_id = ?"
    values: list[object] = [app_id, registration_id]
    if instance is not None:
        query += " AND instance = ?"
        values.append(instance)
    return database.execute(query + " ORDER BY launched, id", values).fetchall()


def _set_state(
    database: sqlite3.Connection, app_id: str, registration_id: str, state: State
) -> None:
    database.execute(
        "UPDATE instances SET completion = ?, success = ?, score = ?, seconds = ?, activities = ? "
        "WHERE app_id = ? AND registration_id = ? AND instance = 0",
        (
            state.completion,
            state.success,
            state.score,
            state.seconds,
            json.dumps(state.activities),
            app_id,
            registration_id,
        ),
    )


def _add_instance(
    database: sqlite3.Connection,
    app_id: str,
    registration_id: str,
    instance: int,
    version: int,
    now: str,
) -> None:
    database.execute(
        "INSERT INTO instances (app_id, registration_id, instance, version, created, updated) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (app_id, registration_id, instance, version, now, now),
    )
