"""Launch and preview links (docs/service/runtime.md, Launch links)."""

import sqlite3
import uuid
from collections.abc import Mapping
from datetime import timedelta

from scormcloud_cli.emulator import courses, registrations
from scormcloud_cli.emulator.service import Emulator, text
from scormcloud_cli.emulator.store import insert

DEFAULT_SECONDS = 120
LAUNCH_PATH = "/api/cloud/registration/launch/"
PREVIEW_PATH = "/api/cloud/course/preview/"


def launch(
    emulator: Emulator,
    app_id: str,
    registration_id: str,
    *,
    redirect: str,
    seconds: int = DEFAULT_SECONDS,
    tracking: bool = True,
) -> str:
    """Make a launch link; return its path.

    Raises:
        Refusal: there is no such registration.
    """
    with emulator.store.writing() as database:
        row = registrations.get(database, app_id, registration_id)
        played = {"registration_id": registration_id, "instance": row["instance"]}
        played |= {"app_id": app_id, "course_id": row["course_id"], "version": row["version"]}
        played |= {"tracking": tracking, "redirect": redirect}
        return LAUNCH_PATH + _keep(emulator, str(uuid.uuid4()), played, seconds)


def preview(
    emulator: Emulator,
    app_id: str,
    course_id: str,
    *,
    version: int | None = None,
    redirect: str,
    seconds: int = DEFAULT_SECONDS,
) -> str:
    """Make a preview link; return its path.

    Raises:
        Refusal: there is no such course or version.
    """
    with emulator.store.writing() as database:
        row = courses.get(database, app_id, course_id, version)
        played = {"app_id": app_id, "course_id": course_id, "version": row["version"]}
        played |= {"tracking": False, "redirect": redirect}
        return PREVIEW_PATH + _keep(emulator, str(uuid.uuid4()), played, seconds)


def find(emulator: Emulator, token: str) -> sqlite3.Row | None:
    """Return what a link starts; None when it is unknown or has expired."""
    query = "SELECT * FROM links WHERE token = ? AND expires >= ?"
    link: sqlite3.Row | None = (
        emulator.store.reading().execute(query, (token, emulator.now())).fetchone()
    )
    return link


def _keep(emulator: Emulator, token: str, played: Mapping[str, object], seconds: int) -> str:
    expires = text(emulator.clock() + timedelta(seconds=seconds))
    with emulator.store.writing() as database:
        database.execute("DELETE FROM links WHERE expires < ?", (emulator.now(),))
        insert(database, "links", {"token": token, **played, "expires": expires})
    return token
