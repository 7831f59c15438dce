"""Launch and preview links (docs/service/runtime.md, Launch links)."""

import sqlite3
import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta

from scormcloud_cli.emulator import courses, launch_options, registrations, tags
from scormcloud_cli.emulator.service import Emulator, text
from scormcloud_cli.emulator.store import insert

DEFAULT_SECONDS = 120
LAUNCH_PATH = "/api/cloud/registration/launch/"
PREVIEW_PATH = "/api/cloud/course/preview/"
# What a launch link may add tags to.
TAGGED = ("learner", "course", "registration")


def launch(
    emulator: Emulator,
    app_id: str,
    registration_id: str,
    *,
    redirect: str,
    seconds: int = DEFAULT_SECONDS,
    tracking: bool = True,
    options: launch_options.Options | None = None,
    tagged: Mapping[str, Iterable[str]] | None = None,
) -> str:
    """Make a launch link; return its path.

    Args:
        emulator: the emulator.
        app_id: the application.
        registration_id: what is launched.
        redirect: where the exit leads: a URL, ``closer``, ``blank`` or ``message``.
        seconds: how long the link lives.
        tracking: whether anything is kept of the launch.
        options: how it is to be launched.
        tagged: tags to add, by what gets them: ``learner``, ``course``, ``registration``.

    Raises:
        Refusal: there is no such registration.
    """
    with emulator.store.writing() as database:
        row = registrations.get(database, app_id, registration_id)
        played = {"registration_id": registration_id, "instance": row["instance"]}
        played |= {"app_id": app_id, "course_id": row["course_id"], "version": row["version"]}
        played |= {"tracking": tracking, "redirect": redirect}
        owners = {"learner": row["learner_id"], "course": row["course_id"]}
        owners["registration"] = registration_id
        for kind, names in (tagged or {}).items():
            tags.add(database, app_id, kind, owners[kind], names)
        return LAUNCH_PATH + _keep(emulator, played, seconds, options)


def preview(
    emulator: Emulator,
    app_id: str,
    course_id: str,
    *,
    version: int | None = None,
    redirect: str,
    seconds: int = DEFAULT_SECONDS,
    options: launch_options.Options | None = None,
) -> str:
    """Make a preview link; return its path. The arguments are those of `launch`.

    Raises:
        Refusal: there is no such course or version.
    """
    with emulator.store.writing() as database:
        row = courses.get(database, app_id, course_id, version)
        played = {"app_id": app_id, "course_id": course_id, "version": row["version"]}
        played |= {"tracking": False, "redirect": redirect}
        return PREVIEW_PATH + _keep(emulator, played, seconds, options)


def find(emulator: Emulator, token: str) -> sqlite3.Row | None:
    """Return what a link starts; None when it is unknown or has expired."""
    query = "SELECT * FROM links WHERE token = ? AND expires >= ?"
    link: sqlite3.Row | None = (
        emulator.store.reading().execute(query, (token, emulator.now())).fetchone()
    )
    return link


def _keep(
    emulator: Emulator,
    played: Mapping[str, object],
    seconds: int,
    options: launch_options.Options | None,
) -> str:
    token = str(uuid.uuid4())
    expires = text(emulator.clock() + timedelta(seconds=seconds))
    with emulator.store.writing() as database:
        database.execute("DELETE FROM links WHERE expires < ?", (emulator.now(),))
        insert(database, "links", {"token": token, **played, "expires": expires})
        launch_options.keep(database, str(played["app_id"]), token, options or {})
    return token
