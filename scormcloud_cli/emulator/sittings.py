"""Sittings: courses while they are played, what content calls, and what comes of it.

A call is answered once what it changed is kept. Several emulators may serve one sitting: nothing of
it is held in memory from one request to the next.
"""

import functools
import json
import secrets
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from scormcloud_cli import learning
from scormcloud_cli.api import catalog
from scormcloud_cli.emulator import assets, configuration, courses, postbacks, registrations, store
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator, text
from scormcloud_cli.emulator.store import insert
from scormcloud_cli.learning import Course, Learner, Session, Settings, Tracking
from scormcloud_cli.learning.courses import model_of
from scormcloud_cli.packages import (
    Activity,
    ActivityKind,
    InvalidPackage,
    LearningStandard,
    read_package,
)

Json = Any

# Where a course's files are served while it is played.
CONTENT_PATH = "/player/content/"
_UNKNOWN = "This launch is unknown."
# What happens at the end, in the log: words of the emulator's own. Those of the service stand in
# docs/service/v1.md, Answers about registrations.
_EVENTS = {"exited": "Exit", "gone": "PageGone", "superseded": "Superseded"}
# How content says that it ends, as settings name it.
_ENDINGS = {"suspend": "Suspend", "logout": "Logout", "time-out": "Timeout"}
# How much of a launch's log is kept, in characters. Calls beyond are carried out all the same.
LOG_LIMIT = 16_000_000
_NOT_LOGGED = "the log of this launch is full"
# How long what is not tracked is kept.
_UNTRACKED = timedelta(days=1)
_PREVIEWER = Learner("preview", "Preview", "")
# How many packages are kept in mind, as trees of activities.
_READ_PACKAGES = 64
# Content of these speaks to a record store.
_WITHOUT_API = (LearningStandard.XAPI, LearningStandard.CMI5)
# The columns of a link that say what is played.
_PLAYED = ("app_id", "course_id", "version", "registration_id", "instance", "redirect")


class Said(NamedTuple):
    """A call of content: its number, from 1 in each activity of a sitting, and what it calls."""

    number: int
    function: str
    arguments: Sequence[str]


class Ended(Exception):
    """The sitting is over, and nothing is taken any more; `state` says how it ended."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def open_(emulator: Emulator, link: sqlite3.Row) -> str:
    """Begin a sitting by a link that was opened; return its ID.

    An earlier one of the same instance that is still open is superseded.

    Raises:
        Refusal: what the link leads to has been deleted since.
    """
    now = emulator.now()
    sitting_id = secrets.token_urlsafe(24)
    tracked = bool(link["tracking"]) and link["registration_id"] is not None
    with emulator.store.writing() as database:
        _forget_untracked(database, emulator)
        version = courses.get(database, link["app_id"], link["course_id"], link["version"])
        row = {"id": sitting_id, "opened": now, "complete": False}
        row |= {name: link[name] for name in _PLAYED}
        levels = configuration.of_course(version, one_version=True)
        if link["registration_id"] is not None:
            instance = _instance(database, link)
            levels = configuration.of_registration(instance, version, one_instance=True)
            row["complete"] = instance["completion"] == "COMPLETED"
        earlier = _newest(database, link) if tracked else None
        if earlier is not None and earlier["state"] == "open":
            _Seat(emulator, database, earlier).supersede()
        if tracked:
            row["launch_id"] = registrations.record_launch(
                emulator, link["app_id"], link["registration_id"], link["instance"]
            )
        row["settings"] = _settings(database, link["app_id"], levels)
        insert(database, "sittings", row)
        if earlier is not None:
            # Read again: superseding it may have changed what is shared.
            shared = _get(database, earlier["id"])["shared"]
            store.update(database, "sittings", {"id": sitting_id}, {"shared": shared})
            passed_on = {"sitting_id": sitting_id, "session": None, "called": 0}
            store.update(database, "tracking", {"sitting_id": earlier["id"]}, passed_on)
        sitting = _get(database, sitting_id)
        if tracked and earlier is None:
            _begin_with(emulator, database, sitting, json.loads(instance["activities"]))
        _tell(database, sitting, {"at": now, "event": "AttemptStart"})
        for sentence in learning.ignored_sequencing(_course(emulator, database, sitting)):
            _tell(database, sitting, {"at": now, "event": "Ignored", "diagnostic": sentence})
    return sitting_id


def get(database: sqlite3.Connection, sitting_id: str) -> sqlite3.Row:
    """Return a sitting.

    Raises:
        Refusal: there is no such sitting, or what it played has been deleted.
    """
    return _get(database, sitting_id)


def title(emulator: Emulator, sitting_id: str) -> str:
    """Return the title of what is played.

    Raises:
        Refusal: there is no such sitting.
    """
    database = emulator.store.reading()
    return _course(emulator, database, _get(database, sitting_id)).root.title


def first_page(emulator: Emulator, sitting_id: str) -> str:
    """Return where the first activity opens, for content that needs no page around it.

    Raises:
        Refusal: there is no such sitting.
    """
    database = emulator.store.reading()
    played = _course(emulator, database, _get(database, sitting_id))
    return _address(sitting_id, played.units[0])


def course(emulator: Emulator, sitting_id: str) -> dict[str, Json]:
    """Return what is played, for the page that plays it; a page that was gone is back.

    Raises:
        Refusal: there is no such sitting.
        Ended: it is over.
    """
    with emulator.store.writing() as database:
        sitting = _get(database, sitting_id)
        if sitting["state"] == "gone":
            store.update(database, "launches", {"id": sitting["launch_id"]}, {"ended": None})
        elif sitting["state"] != "open":
            raise Ended(sitting["state"])
        changes = {"state": "open", "pages": sitting["pages"] + 1}
        store.update(database, "sittings", {"id": sitting_id}, changes)
        seat = _Seat(emulator, database, _get(database, sitting_id))
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
        seat = _seat(emulator, database, sitting_id)
        return seat.call(activity_id, calls)


def hacp(emulator: Emulator, sitting_id: str, activity_id: str, command: str, data: str) -> str:
    """Carry out a message of AICC's HACP, and return the answer to it.

    Args:
        emulator: the emulator.
        sitting_id: the sitting.
        activity_id: the activity, which is the message's session ID.
        command: what is asked for: ``GetParam``.
        data: what comes with it.
    """
    command = command.lower()
    if command in learning.hacp.IGNORED:
        return learning.hacp.answer(learning.hacp.SUCCESSFUL)
    if command not in learning.hacp.COMMANDS:
        return learning.hacp.answer(learning.hacp.INVALID_COMMAND)
    try:
        with emulator.store.writing() as database:
            return _seat(emulator, database, sitting_id).hacp(activity_id, command, data)
    except (Refusal, Ended):
        return learning.hacp.answer(learning.hacp.INVALID_SESSION)


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
        next (``action``), and what may not be opened yet, with the reasons (``blocked``).

    Raises:
        Refusal: there is no such sitting or activity.
        Ended: the sitting is over.
    """
    with emulator.store.writing() as database:
        seat = _seat(emulator, database, sitting_id)
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
        sitting = _get(database, sitting_id)
        if sitting["state"] == "superseded":
            raise Ended("superseded")
        seat = _Seat(emulator, database, sitting)
        if sitting["state"] == "open":
            for activity_id, said in (calls or {}).items():
                seat.call(activity_id, said)
            if page is None or page == sitting["pages"]:
                seat.exit("exited" if page is None else "gone", calls or ())
        elif page is None and sitting["state"] == "gone":
            store.update(database, "sittings", {"id": sitting_id}, {"state": "exited"})
        return seat.result() | {"redirect": sitting["redirect"]}


def state(emulator: Emulator, sitting_id: str) -> dict[str, Json]:
    """Return that a sitting is open.

    Raises:
        Refusal: there is no such sitting.
        Ended: it is over.
    """
    sitting = _get(emulator.store.reading(), sitting_id)
    if sitting["state"] != "open":
        raise Ended(sitting["state"])
    return {"state": "open"}


def log(database: sqlite3.Connection, launch_id: str) -> list[dict[str, Json]]:
    """Return what happened in a launch, in order.

    A call of content has ``number``, ``function``, ``arguments``, ``answer``, ``error`` (the code),
    ``message`` (the same in words) and ``diagnostic``; all else has ``event``. Each has ``at``,
    ``activity`` where it belongs to one, and ``changes`` where it has changed a result: before and
    after, by name.
    """
    query = (
        "SELECT h.activity, h.number, h.record FROM happenings h "
        "JOIN sittings s ON s.id = h.sitting_id WHERE s.launch_id = ? ORDER BY h.id"
    )
    return [
        store.given(activity=row["activity"] or None, number=row["number"])
        | json.loads(row["record"])
        for row in database.execute(query, (launch_id,))
    ]


class _Seat:
    """A sitting in a transaction: its course, and what its activities have come to."""

    def __init__(
        self, emulator: Emulator, database: sqlite3.Connection, sitting: sqlite3.Row
    ) -> None:
        self._emulator = emulator
        self._database = database
        self._sitting = sitting
        self._course = _course(emulator, database, sitting)
        self._settings = Settings.of(json.loads(sitting["settings"]))
        self._logged = sitting["logged"]
        self._rows = {
            row["activity"]: row
            for row in store.rows(database, "tracking", {"sitting_id": sitting["id"]})
        }
        self._tracking = {
            activity: Tracking.from_json(json.loads(row["record"]))
            for activity, row in self._rows.items()
        }

    def contents(self) -> dict[str, Json]:
        """Return what the page of the player needs to know."""
        sitting, units = self._sitting, self._course.units
        blocked = self.blocked()
        suspended = [unit for unit in units if self._has(unit, "suspended")]
        unfinished = [
            unit for unit in units if unit.identifier not in blocked and not self._is_complete(unit)
        ]
        start = (*suspended, *unfinished, *units)[0]
        several = len(units) > 1
        return {
            "registrationId": sitting["registration_id"],
            "standard": str(self._course.standard),
            "title": self._course.root.title,
            "redirectOnExitUrl": sitting["redirect"],
            "tracking": sitting["launch_id"] is not None,
            "page": sitting["pages"],
            "bar": several or self._is_set("ShowNavBar") or start.kind is not ActivityKind.SCO,
            "contents": several or self._is_set("ShowCourseStructure"),
            "ownWindow": self._setting("ScoLaunchType").startswith("NEW_WINDOW"),
            "activities": list(self._listed(self._course.root, 0, blocked)),
            "start": start.identifier,
        }

    def blocked(self) -> dict[str, str]:
        """Return the activities that may not be launched yet, by identifier, each with why."""
        return learning.blocked(self._rollup())

    def call(self, activity_id: str, calls: Iterable[Said]) -> list[dict[str, Json]]:
        """Carry out calls of an activity's content, and return the answers."""
        answers: list[dict[str, Json]] = []
        before = self._summary()
        session: Session | None = None
        called = self._rows[activity_id]["called"] if activity_id in self._rows else 0
        for said in calls:
            answer = self._answered(activity_id, said.number, called)
            if answer is None:
                session = session or self._session(activity_id)
                made = session.call(said.function, *said.arguments, now=self._emulator.clock())
                answer = made.to_json() | {"message": self._words(made.error)}
                del answer["recorded"], answer["at"]
                self._tell(answer, activity_id, said.number)
                called = max(called, said.number)
            answers.append(
                {
                    "n": said.number,
                    "answer": answer["answer"],
                    "code": str(answer["error"]),
                    "error": answer["message"],
                    "diagnostic": answer["diagnostic"],
                }
            )
        if session is not None:
            self._keep(activity_id, session, called)
            if any(made.recorded for made in session.log):
                self._roll_up(before)
        return answers

    def hacp(self, activity_id: str, command: str, data: str) -> str:
        """Carry out a message of AICC's HACP as calls of the API, and return the answer."""

        def ask(function: str, *arguments: str) -> str:
            row = self._rows.get(activity_id)
            said = Said((row["called"] if row else 0) + 1, function, arguments)
            (answer,) = self.call(activity_id, [said])
            return str(answer["answer"])

        row = self._rows.get(activity_id)
        if row is None or row["session"] is None:
            ask("LMSInitialize", "")
        answer = ""
        if command == "getparam":
            answer = learning.hacp.parameters(lambda name: ask("LMSGetValue", name))
        elif command == "putparam":
            for name, value in learning.hacp.values(data):
                ask("LMSSetValue", name, value)
        else:
            ask("LMSFinish", "")
        return learning.hacp.answer(learning.hacp.SUCCESSFUL, answer)

    def leave(self, activity_id: str) -> dict[str, Json]:
        """End the session of an activity; return what comes next."""
        before = self._summary()
        session = self._session(activity_id)
        session.close(self._emulator.clock())
        self._tell({"event": "UnloadSco"}, activity_id)
        self._end(activity_id, session)
        self._roll_up(before)
        return {
            "navigation": session.navigation,
            "action": self._exit_action(activity_id),
            "blocked": self.blocked(),
        }

    def exit(self, state: str, left: Iterable[str]) -> None:
        """End the sitting, and what is open in it or was looked at until now."""
        now = self._emulator.now()
        before = self._summary()
        for activity_id in dict.fromkeys((*self._open(), *left)):
            session = self._session(activity_id)
            session.close(self._emulator.clock())
            self._end(activity_id, session)
        self._tell({"event": _EVENTS[state]})
        self._finish(state, now)
        self._roll_up(before, exited=True)

    def supersede(self) -> None:
        """End the sitting because its registration is launched again."""
        before = self._summary()
        for activity_id in self._open():
            session = self._session(activity_id)
            session.supersede()
            self._end(activity_id, session)
        self._tell({"event": _EVENTS["superseded"]})
        self._finish("superseded", self._emulator.now())
        self._roll_up(before)

    def begin_with(self, states: Mapping[str, Mapping[str, Json]]) -> None:
        """Take over what a registration was created with, as results tell it."""
        shared = states.get(self._course.root.identifier, {}).get("sharedData", ())
        self._change({"shared": {store["id"]: store.get("value", "") for store in shared}})
        core = model_of(self._course.standard).core
        location = "cmi.core.lesson_location" if core == "cmi.core." else "cmi.location"
        for unit in self._course.units:
            state = states.get(unit.identifier)
            if state is None:
                continue
            runtime = state.get("runtime") or {}
            score = state.get("score")
            tracking = Tracking(
                runtime={
                    name: value
                    for name, value in (
                        ("cmi.suspend_data", runtime.get("suspendData")),
                        (location, runtime.get("location")),
                    )
                    if value
                },
                attempts=state.get("attempts", 0),
                completion=state.get("completion", "UNKNOWN"),
                success=state.get("success", "UNKNOWN"),
                score=None if score is None else score / 100,
                amount=state.get("amount"),
                seconds=state.get("seconds", 0.0),
                suspended=bool(state.get("suspended")),
            )
            row = {"sitting_id": self._sitting["id"], "activity": unit.identifier}
            insert(self._database, "tracking", row | {"record": tracking.to_json()})

    def result(self) -> dict[str, Json]:
        """Return what the course has come to."""
        summary = self._summary()
        return {**summary, "totalSecondsTracked": summary.pop("seconds")}

    def _listed(
        self, activity: Activity, depth: int, blocked: Mapping[str, str]
    ) -> Iterable[dict[str, Json]]:
        if activity.visible or activity.launch is not None:
            row = self._rows.get(activity.identifier)
            yield {
                "id": activity.identifier,
                "title": activity.title,
                "href": activity.href and self._href(activity),
                "kind": str(activity.kind),
                "standard": str(self._course.standard),
                "depth": depth,
                "visible": activity.visible,
                "blocked": activity.identifier in blocked,
                "called": row["called"] if row else 0,
            }
        for child in activity.children:
            yield from self._listed(child, depth + 1, blocked)

    def _setting(self, name: str) -> str:
        """Return a setting of the player; "" where it is as the service has it."""
        return str(json.loads(self._sitting["settings"]).get(f"Player{name}", ""))

    def _is_set(self, name: str) -> bool:
        return self._setting(name) == "true"

    def _exit_action(self, activity_id: str) -> str:
        """Return what comes after content that has ended by itself [I].

        By the settings for the last unit or another, satisfied or not, and how it has ended.
        """
        last = self._course.units[-1].identifier == activity_id
        tracking = self._tracking[activity_id]
        satisfied = "Satisfied" if self._is_satisfied(tracking) else "NotSatisfied"
        ending = _ENDINGS.get(tracking.exit, "Normal")
        place = "FinalScoCourse" if last else "IntermediateSco"
        name = f"Player{place}{satisfied}{ending}ExitAction"
        settings = json.loads(self._sitting["settings"])
        return str(settings.get(name, catalog.settings()[name].default))

    def _is_satisfied(self, tracking: Tracking) -> bool:
        return tracking.completion == "COMPLETED" and tracking.success != "FAILED"

    def _href(self, activity: Activity) -> str:
        """Return where an activity opens; AICC's is told there where it reports to."""
        address = _address(self._sitting["id"], activity)
        if self._course.standard is not LearningStandard.AICC:
            return address
        reports = f"{self._emulator.content_url}/player/{self._sitting['id']}/hacp"
        query = urlencode({"AICC_SID": activity.identifier, "AICC_URL": reports})
        return f"{address}{'&' if '?' in address else '?'}{query}"

    def _has(self, unit: Activity, attribute: str) -> bool:
        return bool(getattr(self._tracking.get(unit.identifier), attribute, False))

    def _is_complete(self, unit: Activity) -> bool:
        tracking = self._tracking.get(unit.identifier)
        return tracking is not None and tracking.completion == "COMPLETED"

    def _open(self) -> list[str]:
        return [activity for activity, row in self._rows.items() if row["session"] is not None]

    def _answered(self, activity_id: str, number: int, called: int) -> dict[str, Json] | None:
        """Return the answer to a call that came before; None where it has not come."""
        if number > called:
            return None
        key = {"sitting_id": self._sitting["id"], "activity": activity_id, "number": number}
        row = store.row(self._database, "happenings", key)
        if row is not None:
            return dict(json.loads(row["record"]))
        if self._logged < LOG_LIMIT:
            return None
        return {"answer": "true", "error": 0, "message": "", "diagnostic": _NOT_LOGGED}

    def _words(self, code: int) -> str:
        return model_of(self._course.standard).words[code] if code else ""

    def _session(self, activity_id: str) -> Session:
        """Return the session of an activity: the one that is open, or a new one."""
        activity = self._activity(activity_id)
        row = self._rows.get(activity_id)
        if row is not None and row["session"] is not None:
            record = {"tracking": json.loads(row["record"]), "sitting": json.loads(row["session"])}
            return Session.from_json(record, self._course, activity, self._settings)
        return learning.open_session(
            self._course,
            activity,
            learner=self._learner(),
            now=self._emulator.clock(),
            settings=self._settings,
            tracking=self._tracking.get(activity_id),
            complete=bool(self._sitting["complete"]),
            browse=self._sitting["registration_id"] is None,
            shared_data=json.loads(self._sitting["shared"]),
        )

    def _activity(self, activity_id: str) -> Activity:
        if self._course.standard in _WITHOUT_API:
            raise Refusal(400, f"Content of {self._course.standard} calls no API")
        for unit in self._course.units:
            if unit.identifier == activity_id:
                return unit
        raise Refusal(404, f"The course has no activity [{activity_id}] to open")

    def _learner(self) -> Learner:
        if self._sitting["registration_id"] is None:
            return _PREVIEWER
        row = _instance(self._database, self._sitting)
        return Learner(row["learner_id"], row["first_name"] or "", row["last_name"] or "")

    def _keep(self, activity_id: str, session: Session, called: int) -> None:
        """Keep a session that goes on."""
        self._put(activity_id, session, asdict(session.sitting), called)

    def _end(self, activity_id: str, session: Session) -> None:
        """Keep what a session that has ended leaves behind."""
        row = self._rows.get(activity_id)
        self._put(activity_id, session, None, row["called"] if row else 0)

    def _put(
        self, activity_id: str, session: Session, kept: Mapping[str, Json] | None, called: int
    ) -> None:
        key = {"sitting_id": self._sitting["id"], "activity": activity_id}
        values = {"record": session.tracking.to_json(), "session": kept, "called": called}
        changes = ", ".join(f"{column} = excluded.{column}" for column in values)
        insert(self._database, "tracking", key | values, f"UPDATE SET {changes}")
        (self._rows[activity_id],) = store.rows(self._database, "tracking", key)
        self._tracking[activity_id] = session.tracking
        if session.shared_data:
            shared = json.loads(self._sitting["shared"]) | session.shared_data
            self._change({"shared": shared})

    def _finish(self, state: str, now: str) -> None:
        self._change({"state": state})
        store.update(self._database, "launches", {"id": self._sitting["launch_id"]}, {"ended": now})

    def _change(self, changes: Mapping[str, object]) -> None:
        store.update(self._database, "sittings", {"id": self._sitting["id"]}, changes)
        self._sitting = _get(self._database, self._sitting["id"])

    def _tell(
        self, record: Mapping[str, Json], activity_id: str = "", number: int | None = None
    ) -> None:
        self._logged = _tell(
            self._database,
            self._sitting,
            {"at": self._emulator.now(), **record},
            activity_id,
            number,
            logged=self._logged,
        )

    def _rollup(self) -> learning.Result:
        return learning.rollup(self._course, self._tracking, self._settings)

    def _summary(self) -> dict[str, Json]:
        result = self._rollup()
        score = None if result.score is None else round(result.score * 100, 5)
        return {
            "completion": result.completion,
            "success": result.success,
            "score": score,
            "seconds": result.seconds,
        }

    def _roll_up(self, before: Mapping[str, Json], *, exited: bool = False) -> None:
        """Keep what the course has come to as the registration's result."""
        summary = self._summary()
        changes = {
            name: [before[name], value]
            for name, value in summary.items()
            if name != "seconds" and before[name] != value
        }
        if changes:
            self._tell({"event": "Rollup", "changes": changes})
        sitting = self._sitting
        if sitting["launch_id"] is None or self._course.standard in _WITHOUT_API:
            return
        now = self._emulator.now()
        shared_data = json.loads(sitting["shared"])
        states = learning.states(self._course, self._tracking, self._settings, shared_data)
        instance = _instance(self._database, sitting)
        key = {name: sitting[name] for name in ("app_id", "registration_id", "instance")}
        completed = None
        if summary["completion"] == "COMPLETED":
            completed = instance["completed"] or now
        row = {**summary, "activities": states, "completed": completed, "updated": now}
        store.update(self._database, "instances", key, row)
        launch = {**summary, "updated": now}
        store.update(self._database, "launches", {"id": sitting["launch_id"]}, launch)
        postbacks.after_change(self._emulator, _instance(self._database, sitting), exited=exited)


def _seat(emulator: Emulator, database: sqlite3.Connection, sitting_id: str) -> _Seat:
    sitting = _get(database, sitting_id)
    if sitting["state"] != "open":
        raise Ended(sitting["state"])
    return _Seat(emulator, database, sitting)


def _address(sitting_id: str, activity: Activity) -> str:
    """Return where an activity opens: a path of this origin, or a URL of another."""
    href = activity.href or ""
    if href.lower().startswith(("http://", "https://", "//")):
        return href
    return f"{CONTENT_PATH}{sitting_id}/{href}"


def _begin_with(
    emulator: Emulator,
    database: sqlite3.Connection,
    sitting: sqlite3.Row,
    states: Mapping[str, Mapping[str, Json]],
) -> None:
    if states and _course(emulator, database, sitting).standard not in _WITHOUT_API:
        _Seat(emulator, database, sitting).begin_with(states)


def _get(database: sqlite3.Connection, sitting_id: str) -> sqlite3.Row:
    row = store.row(database, "sittings", {"id": sitting_id})
    if row is None:
        raise Refusal(404, _UNKNOWN)
    return row


def _newest(database: sqlite3.Connection, played: sqlite3.Row) -> sqlite3.Row | None:
    """Return the newest sitting of an instance that was tracked."""
    key = {name: played[name] for name in ("app_id", "registration_id", "instance")}
    rows = store.rows(database, "sittings", key, "rowid DESC")
    return next((row for row in rows if row["launch_id"] is not None), None)


def _instance(database: sqlite3.Connection, played: sqlite3.Row) -> sqlite3.Row:
    return registrations.get(
        database, played["app_id"], played["registration_id"], played["instance"]
    )


def _forget_untracked(database: sqlite3.Connection, emulator: Emulator) -> None:
    before = text(emulator.clock() - _UNTRACKED)
    query = "DELETE FROM sittings WHERE launch_id IS NULL AND opened < ?"
    database.execute(query, (before,))


def _settings(
    database: sqlite3.Connection, app_id: str, levels: list[configuration.Level]
) -> dict[str, str]:
    """Return the settings that are not as the service has them, by ID."""
    return {
        value.setting.id: value.effective
        for value in configuration.get(database, app_id, levels)
        if value.source != "default" and value.setting.id.startswith("Player")
    }


def _tell(
    database: sqlite3.Connection,
    sitting: sqlite3.Row,
    record: Mapping[str, Json],
    activity_id: str = "",
    number: int | None = None,
    *,
    logged: int | None = None,
) -> int:
    """Add to the log of a sitting, as long as there is room; return how large it is then."""
    logged = sitting["logged"] if logged is None else logged
    line = json.dumps(record)
    if logged < LOG_LIMIT:
        row = {"sitting_id": sitting["id"], "activity": activity_id, "number": number}
        insert(database, "happenings", row | {"record": line})
        logged += len(line)
        store.update(database, "sittings", {"id": sitting["id"]}, {"logged": logged})
    return logged


def _course(emulator: Emulator, database: sqlite3.Connection, played: sqlite3.Row) -> Course:
    """Return the course that is played."""
    key = {"app_id": played["app_id"], "course_id": played["course_id"]}
    version = store.row(database, "versions", key | {"version": played["version"]})
    if version is None:
        raise Refusal(404, _UNKNOWN)
    if version["content_type"] != assets.ZIP:
        name = json.loads(version["root_activity"])["href"]
        root = Activity(
            identifier="media", title=version["title"], kind=ActivityKind.ASSET, launch=name
        )
        return Course(LearningStandard.UNKNOWN, root)
    try:
        course = _read(emulator.packages / version["file"])
    except (InvalidPackage, OSError):
        raise Refusal(404, "The course's package cannot be read.") from None
    if not course.units:
        raise Refusal(400, "This course has nothing to launch.")
    return course


@functools.lru_cache(_READ_PACKAGES)
def _read(package: Path) -> Course:
    """Return the course in a package; a file that is put into it makes another package."""
    description = read_package(package)
    return Course(description.standard, description.root_activity)
