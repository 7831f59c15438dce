"""Registrations, their instances, learners and launches, as the store keeps them."""

import json
import sqlite3
import uuid
from dataclasses import asdict, dataclass, field
from typing import Any

from scormcloud_cli import learning
from scormcloud_cli.emulator import account, configuration, courses, store, tags
from scormcloud_cli.emulator.lists import Listing
from scormcloud_cli.emulator.records import Records
from scormcloud_cli.emulator.refusals import no_registration, taken
from scormcloud_cli.emulator.service import Emulator
from scormcloud_cli.emulator.store import given, insert
from scormcloud_cli.learning import Tracking
from scormcloud_cli.packages import LearningStandard

# Each instance of a registration, with the registration, its course and its learner.
_QUERY = """
    SELECT r.app_id, r.id, r.course_id, r.learner_id, r.dispatch_id, r.xapi_id, r.created,
        i.instance, i.version, i.completion, i.success, i.score, i.seconds, i.activities,
        i.first_access, i.last_access, i.completed, i.created AS instance_created, i.updated,
        c.title AS course_title, l.email, l.first_name, l.last_name
    FROM registrations r
    JOIN instances i ON i.app_id = r.app_id AND i.registration_id = r.id
    JOIN courses c ON c.app_id = r.app_id AND c.id = r.course_id
    JOIN learners l ON l.app_id = r.app_id AND l.id = r.learner_id
"""
_NEWEST = """
    (SELECT max(n.instance) FROM instances n
     WHERE n.app_id = r.app_id AND n.registration_id = r.id)
"""
# What was tracked of the activities of an instance.
_TRACKED = """
    SELECT t.activity, t.record, v.standard
    FROM sittings s
    JOIN tracking t ON t.sitting_id = s.id
    JOIN versions v ON v.app_id = s.app_id AND v.course_id = s.course_id AND v.version = s.version
    WHERE s.app_id = ? AND s.registration_id = ? AND s.instance = ? AND s.launch_id IS NOT NULL
"""
_LAUNCHES = Records("launches", "launch", "launch")
# What a launch begins with: the result that there is.
_LAUNCHED_WITH = ("completion", "success", "score", "seconds")
LISTING = Listing(
    query=_QUERY + f"WHERE r.app_id = ? AND i.instance = {_NEWEST}",
    kind="registration",
    key="r.id",
    fields={
        "registration_id": "r.id",
        "course_title": "c.title",
        "learner_first_name": "coalesce(l.first_name, '')",
        "learner_last_name": "coalesce(l.last_name, '')",
    },
    orders={
        "created": "r.created",
        "updated": "i.updated",
        "course_title": "c.title COLLATE NOCASE",
        "learner_first_name": "coalesce(l.first_name, '') COLLATE NOCASE",
        "learner_last_name": "coalesce(l.last_name, '') COLLATE NOCASE",
    },
    conditions={
        "course_id": "r.course_id = ?",
        "learner_id": "r.learner_id = ?",
        "updated_after": "i.updated > ?",
        "updated_until": "i.updated <= ?",
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How far a registration is: of its course, and of each activity (see `results`)."""

    completion: str
    success: str
    score: float | None
    seconds: float
    activities: dict[str, object]
    first_access: str | None = None
    last_access: str | None = None
    completed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A registration to make."""

    id: str
    course_id: str
    learner_id: str
    version: int | None = None
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    xapi_id: str | None = None
    dispatch_id: str | None = None
    tags: dict[str, list[str]] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    state: State | None = None


def exists(database: sqlite3.Connection, app_id: str, registration_id: str) -> bool:
    """Say whether there is a registration of that ID."""
    return store.exists(database, "registrations", {"app_id": app_id, "id": registration_id})


def get(
    database: sqlite3.Connection, app_id: str, registration_id: str, instance: int | None = None
) -> sqlite3.Row:
    """Return one registration with its newest instance, or the one asked for.

    Raises:
        Refusal: there is no such registration or instance.
    """
    query = _QUERY + f"WHERE r.app_id = ? AND r.id = ? AND i.instance = coalesce(?, {_NEWEST})"
    values = (app_id, registration_id, instance)
    return store.one(database, query, values, no_registration(app_id, registration_id))


def newest_of_learner(
    database: sqlite3.Connection, app_id: str, course_id: str, learner_id: str
) -> str | None:
    """Return the ID of a learner's newest registration for a course; None if there is none."""
    query = (
        "SELECT id FROM registrations WHERE app_id = ? AND course_id = ? AND learner_id = ? "
        "ORDER BY created DESC"
    )
    row = database.execute(query, (app_id, course_id, learner_id)).fetchone()
    return row and str(row["id"])


def instances(database: sqlite3.Connection, app_id: str, registration_id: str) -> list[sqlite3.Row]:
    """Return every instance of a registration, the oldest first.

    Raises:
        Refusal: there is no such registration.
    """
    query = _QUERY + "WHERE r.app_id = ? AND r.id = ? ORDER BY i.instance"
    rows = database.execute(query, (app_id, registration_id)).fetchall()
    if not rows:
        raise no_registration(app_id, registration_id)
    return rows


def reported(database: sqlite3.Connection, instance: sqlite3.Row) -> dict[str, Any]:
    """Return an instance by column, with all that its activities have reported (see `results`).

    What was tracked tells the runtime; one that a registration was created with is kept beside.

    Args:
        database: the store.
        instance: a row of `get`.
    """
    states: dict[str, Any] = json.loads(instance["activities"])
    values = (instance["app_id"], instance["id"], instance["instance"])
    for row in database.execute(_TRACKED, values):
        tracking = Tracking.from_json(json.loads(row["record"]))
        runtime = learning.runtime(LearningStandard(row["standard"]), tracking)
        states.setdefault(row["activity"], {})["runtime"] = runtime
    return dict(instance) | {"activities": json.dumps(states)}


def create(emulator: Emulator, app_id: str, new: New) -> None:
    """Register a learner for a course.

    Raises:
        Refusal: there is no such course or version, the ID is taken, or the account is full.
    """
    now = emulator.now()
    with emulator.store.writing() as database:
        version = courses.version(database, app_id, new.course_id, new.version)
        if exists(database, app_id, new.id):
            raise taken("registration", new.id)
        account.check_registrations(database, emulator)
        person = {"email": new.email, "first_name": new.first_name, "last_name": new.last_name}
        known = ", ".join(f"{column} = coalesce(excluded.{column}, {column})" for column in person)
        learner = {"app_id": app_id, "id": new.learner_id, **person}
        insert(database, "learners", learner, f"UPDATE SET {known}")
        row = {"app_id": app_id, "id": new.id, "created": now, "updated": now}
        row |= {"course_id": new.course_id, "learner_id": new.learner_id}
        row |= given(dispatch_id=new.dispatch_id)
        insert(database, "registrations", row | {"xapi_id": new.xapi_id or str(uuid.uuid4())})
        _add_instance(database, app_id, new.id, 0, version, now, new.state)
        owners = {"registration": new.id, "course": new.course_id, "learner": new.learner_id}
        for kind, added in new.tags.items():
            tags.add(database, app_id, kind, owners[kind], added)
        configuration.set_all(database, app_id, ("registration", new.id), new.settings)


def delete(
    emulator: Emulator,
    app_id: str,
    registration_id: str,
    instance: int | None = None,
    *,
    newest: bool = False,
) -> None:
    """Delete a registration, or one instance of it: a number, or the newest.

    The last instance takes the registration with it.

    Raises:
        Refusal: there is no such registration or instance.
    """
    with emulator.store.writing() as database:
        number = get(database, app_id, registration_id, instance)["instance"]
        one = newest or instance is not None
        if one and len(instances(database, app_id, registration_id)) > 1:
            key = {"app_id": app_id, "registration_id": registration_id, "instance": number}
            store.delete(database, "instances", key)
            store.delete(database, "launches", key)
            level = configuration.part("registration", registration_id, number)
            configuration.clear(database, app_id, level)
            return
        tags.clear(database, app_id, "registration", registration_id)
        configuration.clear(database, app_id, ("registration", registration_id))
        store.delete(database, "registrations", {"app_id": app_id, "id": registration_id})


def reset(emulator: Emulator, app_id: str, registration_id: str) -> None:
    """Delete the results and launches of a registration, and move it to the newest version.

    Raises:
        Refusal: there is no such registration.
    """
    now = emulator.now()
    with emulator.store.writing() as database:
        course_id = get(database, app_id, registration_id)["course_id"]
        for table in ("instances", "launches"):
            store.delete(database, table, {"app_id": app_id, "registration_id": registration_id})
        version = courses.version(database, app_id, course_id)
        _add_instance(database, app_id, registration_id, 0, version, now)


def reset_global_data(emulator: Emulator, app_id: str, registration_id: str) -> None:
    """Forget what the activities of a registration share: objectives and stores.

    What activities know of their own objectives stays, and is shared anew when they are played [I].

    Raises:
        Refusal: there is no such registration.
    """
    with emulator.store.writing() as database:
        row = get(database, app_id, registration_id)
        states: dict[str, dict[str, object]] = json.loads(row["activities"])
        for state in states.values():
            state.pop("globalObjectives", None)
            state.pop("sharedData", None)
        key = {"app_id": app_id, "registration_id": registration_id, "instance": row["instance"]}
        store.update(database, "instances", key, {"activities": states, "updated": emulator.now()})
        store.update(database, "sittings", key, {"shared": {}})


def add_instance(emulator: Emulator, app_id: str, registration_id: str) -> int:
    """Add an instance on the newest version of the course; return the instance's number.

    Raises:
        Refusal: there is no such registration.
    """
    with emulator.store.writing() as database:
        newest = get(database, app_id, registration_id)
        instance = int(newest["instance"]) + 1
        version = courses.version(database, app_id, newest["course_id"])
        _add_instance(database, app_id, registration_id, instance, version, emulator.now())
    return instance


def record_launch(emulator: Emulator, app_id: str, registration_id: str, instance: int) -> str:
    """Record that a registration was launched just now; return the launch's ID.

    Raises:
        Refusal: there is no such registration or instance.
    """
    now = emulator.now()
    key = {"app_id": app_id, "registration_id": registration_id, "instance": instance}
    with emulator.store.writing() as database:
        row = get(database, app_id, registration_id, instance)
        launch = {"id": str(uuid.uuid4()), **key, "launched": now, "updated": now}
        insert(database, "launches", launch | store.only(dict(row), _LAUNCHED_WITH))
        changes = {"first_access": row["first_access"] or now, "last_access": now, "updated": now}
        store.update(database, "instances", key, changes)
    return str(launch["id"])


def launches(
    database: sqlite3.Connection, app_id: str, registration_id: str, instance: int | None = None
) -> list[sqlite3.Row]:
    """Return the launches of a registration, the oldest first.

    Raises:
        Refusal: there is no such registration or instance.
    """
    get(database, app_id, registration_id, instance)
    key = {"app_id": app_id, "registration_id": registration_id, **given(instance=instance)}
    return store.rows(database, "launches", key, "launched, rowid")


def launch(database: sqlite3.Connection, app_id: str, launch_id: str) -> sqlite3.Row:
    """Return one launch.

    Raises:
        Refusal: there is no such launch.
    """
    return _LAUNCHES.get(database, app_id, launch_id)


def _add_instance(
    database: sqlite3.Connection,
    app_id: str,
    registration_id: str,
    instance: int,
    version: int,
    now: str,
    state: State | None = None,
) -> None:
    row = {"app_id": app_id, "registration_id": registration_id, "instance": instance}
    row |= {"version": version, "created": now, "updated": now}
    if state is not None:
        row |= asdict(state)
    insert(database, "instances", row)
