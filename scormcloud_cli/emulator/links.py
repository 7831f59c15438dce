"""Launch and preview links."""

import secrets
import sqlite3
from datetime import timedelta

from scormcloud_cli.emulator import courses, registrations
from scormcloud_cli.emulator.service import Emulator, text

DEFAULT_SECONDS = 120
_PLAYING_SECONDS = 24 * 60 * 60
# The columns of a link that say what is played.
_PLAYED = ("app_id", "course_id", "version", "registration_id", "instance")


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
    found = registrations.get(emulator.store.reading(), app_id, registration_id)
    return _link(
        emulator,
        (app_id, found["course_id"], found["version"], registration_id, found["instance"]),
        (tracking, redirect),
        seconds,
    )


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
    found = courses.get(emulator.store.reading(), app_id, course_id, version)
    played = (app_id, course_id, found["version"], None, None)
    return _link(emulator, played, (False, redirect), seconds)


def content(emulator: Emulator, link: sqlite3.Row) -> str:
    """Make the place that a course is played from, for as long as somebody may play; its path."""
    played = tuple(link[name] for name in _PLAYED)
    token = _token(emulator, played, (link["tracking"], link["redirect"]), _PLAYING_SECONDS)
    return f"/player/content/{token}/"


def find(emulator: Emulator, token: str) -> sqlite3.Row | None:
    """Return what a link starts; None when it is unknown or has expired."""
    query = "SELECT * FROM links WHERE token = ? AND expires >= ?"
    found: sqlite3.Row | None = (
        emulator.store.reading().execute(query, (token, emulator.now())).fetchone()
    )
    return found


def _link(
    emulator: Emulator, played: tuple[object, ...], manner: tuple[object, ...], seconds: int
) -> str:
    return f"/player/launch/{_token(emulator, played, manner, seconds)}"


def _token(
    emulator: Emulator, played: tuple[object, ...], manner: tuple[object, ...], seconds: int
) -> str:
    token = secrets.token_urlsafe(24)
    expires = text(emulator.clock() + timedelta(seconds=seconds))
    with emulator.store.writing() as database:
        database.execute("DELETE FROM links WHERE expires < ?", (emulator.now(),))
        database.execute(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (token, *played, *manner, expires),
        )
    return token
