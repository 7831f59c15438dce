"""Sittings: courses while they are played, from a link that is opened to the exit.

A call is answered once what it changed is kept. Several emulators may serve one sitting: nothing of
it is held in memory from one request to the next.
"""

import json
import secrets
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from scormcloud_cli.emulator import (
    configuration,
    courses,
    launch_options,
    played,
    player_settings,
    registrations,
    restarting,
    store,
)
from scormcloud_cli.emulator.player_settings import PlayerSettings
from scormcloud_cli.emulator.seats import Ended, Said, Seat, open_seat
from scormcloud_cli.emulator.service import Emulator, text
from scormcloud_cli.emulator.store import insert

Json = Any

# How long what is not tracked is kept.
_UNTRACKED = timedelta(days=1)
# The columns of a link that say what is played.
_PLAYED = ("app_id", "course_id", "version", "registration_id", "instance", "redirect")


def open_(emulator: Emulator, link: sqlite3.Row) -> str:
    """Begin a sitting by a link that was opened; return its ID.

    A registration may begin anew with it (see `restarting`). An earlier sitting of the registration
    is superseded where it is still open.

    Raises:
        Refusal: what the link leads to has been deleted since.
    """
    now = emulator.now()
    sitting_id = secrets.token_urlsafe(24)
    tracked = bool(link["tracking"]) and link["registration_id"] is not None
    with emulator.store.writing() as database:
        _forget_untracked(database, emulator)
        row: dict[str, Any] = {"id": sitting_id, "opened": now, "complete": False}
        row |= {name: link[name] for name in _PLAYED}
        if link["registration_id"] is not None:
            if tracked:
                _supersede(emulator, database, link)
                restarting.restart(emulator, database, link["app_id"], link["registration_id"])
            instance = registrations.get(database, link["app_id"], link["registration_id"])
            row |= {name: instance[name] for name in ("instance", "version")}
            row["complete"] = instance["completion"] == "COMPLETED"
        version = courses.get(database, row["app_id"], row["course_id"], row["version"])
        levels = configuration.of_course(version, one_version=True)
        if link["registration_id"] is not None:
            levels = configuration.of_registration(instance, version, one_instance=True)
        earlier = _newest(database, row) if tracked else None
        if tracked:
            row["launch_id"] = registrations.record_launch(
                emulator, row["app_id"], row["registration_id"], row["instance"]
            )
        options = launch_options.of_link(database, link)
        row["settings"] = player_settings.of_levels(database, row["app_id"], levels) | options
        insert(database, "sittings", row)
        if earlier is not None:
            store.update(database, "sittings", {"id": sitting_id}, {"shared": earlier["shared"]})
            passed_on = {"sitting_id": sitting_id, "session": None, "called": 0}
            store.update(database, "tracking", {"sitting_id": earlier["id"]}, passed_on)
        seat = Seat(emulator, database, played.sitting(database, sitting_id))
        if tracked and earlier is None:
            seat.begin_with(json.loads(instance["activities"]))
        seat.begin(options)
    return sitting_id


class Page(NamedTuple):
    """How the page of a sitting looks, by what the link and the settings ask for.

    Attributes:
        title: of the course.
        language: of the page; None where it was not asked for.
        style_sheet: the address of one to add to it.
        window: the window that the player is to open, as `PlayerSettings.window` says.
        redirect: where the exit leads.
    """

    title: str
    language: str | None
    style_sheet: str | None
    window: dict[str, Json] | None
    redirect: str


def page(emulator: Emulator, sitting_id: str) -> Page:
    """Return how the page of a sitting looks.

    Raises:
        Refusal: there is no such sitting.
    """
    database = emulator.store.reading()
    sitting = played.sitting(database, sitting_id)
    title = played.course(emulator, database, sitting).root.title
    player = PlayerSettings(json.loads(sitting["settings"]))
    return Page(
        title,
        launch_options.language(player.values),
        launch_options.style_sheet(player.values),
        player.window("PlayerLaunchType"),
        sitting["redirect"],
    )


def first_page(emulator: Emulator, sitting_id: str) -> str:
    """Return where the first activity opens, for content that needs no page around it.

    Raises:
        Refusal: there is no such sitting.
    """
    database = emulator.store.reading()
    course = played.course(emulator, database, played.sitting(database, sitting_id))
    return played.address(emulator, sitting_id, course, course.units[0])


def course(emulator: Emulator, sitting_id: str) -> dict[str, Json]:
    """Return what is played, for the page that plays it; a page that was gone is back.

    Raises:
        Refusal: there is no such sitting.
        Ended: it is over.
    """
    with emulator.store.writing() as database:
        sitting = played.sitting(database, sitting_id)
        if sitting["state"] == "gone":
            store.update(database, "launches", {"id": sitting["launch_id"]}, {"ended": None})
        elif sitting["state"] != "open":
            raise Ended(sitting["state"])
        changes = {"state": "open", "pages": sitting["pages"] + 1}
        store.update(database, "sittings", {"id": sitting_id}, changes)
        seat = Seat(emulator, database, played.sitting(database, sitting_id))
        return seat.contents()


def call(
    emulator: Emulator, sitting_id: str, activity_id: str, calls: Iterable[Said]
) -> list[dict[str, Json]]:
    """Carry out calls of content, and return the answers once all that they changed is kept.

    One whose number came before is answered as it was then.

    Raises:
        Refusal: there is no such sitting or activity.
        Ended: the sitting is over.
    """
    with emulator.store.writing() as database:
        seat = open_seat(emulator, database, sitting_id)
        return seat.call(activity_id, calls)


def leave(
    emulator: Emulator, sitting_id: str, activity_id: str, calls: Iterable[Said] = ()
) -> dict[str, Json]:
    """End what content of an activity has begun: the learner left it.

    Args:
        emulator: the emulator.
        sitting_id: the sitting.
        activity_id: the activity.
        calls: what content has called last, carried out before.

    Returns:
        where content asked to go, for SCORM 2004 (``navigation``), what the settings say that comes
        next (``action``), and how far the course is, as `Seat.progress` says.

    Raises:
        Refusal: there is no such sitting or activity.
        Ended: the sitting is over.
    """
    with emulator.store.writing() as database:
        seat = open_seat(emulator, database, sitting_id)
        seat.call(activity_id, calls)
        return seat.leave(activity_id)


def exit_(
    emulator: Emulator,
    sitting_id: str,
    calls: Mapping[str, Iterable[Said]] | None = None,
    *,
    page: int | None = None,
) -> dict[str, Json]:
    """End a sitting, and with it what content has begun.

    Args:
        emulator: the emulator.
        sitting_id: the sitting.
        calls: what content has called last, by activity, carried out before; none at all, for an
            activity that is open and has called nothing.
        page: the number of the page that went away, where that is how it ends: it may come back.

    Returns:
        what the registration has come to, and where to go (``redirect``).

    Raises:
        Refusal: there is no such sitting.
        Ended: it was superseded.
    """
    with emulator.store.writing() as database:
        sitting = played.sitting(database, sitting_id)
        if sitting["state"] == "superseded":
            raise Ended("superseded")
        seat = Seat(emulator, database, sitting)
        if sitting["state"] == "open":
            for activity_id, said in (calls or {}).items():
                seat.call(activity_id, said)
            if page is None or page == sitting["pages"]:
                seat.exit("exited" if page is None else "gone", calls or ())
        elif page is None and sitting["state"] == "gone":
            store.update(database, "sittings", {"id": sitting_id}, {"state": "exited"})
        return seat.result() | {"redirect": sitting["redirect"]}


def state(emulator: Emulator, sitting_id: str) -> dict[str, Json]:
    """Return that a sitting is open, which content has ended, and what the course has come to.

    Raises:
        Refusal: there is no such sitting.
        Ended: it is over.
    """
    seat = open_seat(emulator, emulator.store.reading(), sitting_id)
    return {"state": "open", "ended": seat.ended(), **seat.result()}


def _supersede(emulator: Emulator, database: sqlite3.Connection, link: sqlite3.Row) -> None:
    """End the sittings of a registration that are open, or whose page could come back."""
    key = {name: link[name] for name in ("app_id", "registration_id")}
    for sitting in store.rows(database, "sittings", key | {"state": "open"}):
        if sitting["launch_id"] is not None:
            Seat(emulator, database, sitting).supersede()
    store.update(database, "sittings", key | {"state": "gone"}, {"state": "superseded"})


def _newest(database: sqlite3.Connection, played: Mapping[str, Any]) -> sqlite3.Row | None:
    """Return the newest sitting of an instance that was tracked."""
    query = (
        "SELECT * FROM sittings WHERE app_id = ? AND registration_id = ? AND instance = ? "
        "AND launch_id IS NOT NULL ORDER BY rowid DESC LIMIT 1"
    )
    key = [played[name] for name in ("app_id", "registration_id", "instance")]
    newest: sqlite3.Row | None = database.execute(query, key).fetchone()
    return newest


def _forget_untracked(database: sqlite3.Connection, emulator: Emulator) -> None:
    before = text(emulator.clock() - _UNTRACKED)
    query = "DELETE FROM sittings WHERE launch_id IS NULL AND opened < ?"
    database.execute(query, (before,))
