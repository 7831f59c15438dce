"""Sittings in a transaction: calls of content are carried out, and what comes of them is kept."""

import json
import sqlite3
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from scormcloud_cli import learning
from scormcloud_cli.emulator import launch_options, played, postbacks, registrations, store
from scormcloud_cli.emulator.happenings import Log
from scormcloud_cli.emulator.player_settings import PlayerSettings
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator
from scormcloud_cli.emulator.store import insert
from scormcloud_cli.learning import Learner, Session, Settings, Tracking
from scormcloud_cli.learning.courses import model_of
from scormcloud_cli.learning.launching import mode
from scormcloud_cli.packages import Activity, ActivityKind

Json = Any

_EVENTS = {"exited": "Exit", "gone": "PageGone", "superseded": "Superseded"}
_LEFT = {"event": "UnloadSco"}
_PREVIEWER = Learner("preview", "Preview", "")


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


class Seat:
    """A sitting in a transaction: its course, and what its activities have come to.

    Args:
        emulator: the emulator.
        database: the store, in a transaction.
        sitting: the sitting.
    """

    def __init__(
        self, emulator: Emulator, database: sqlite3.Connection, sitting: sqlite3.Row
    ) -> None:
        self._emulator = emulator
        self._database = database
        self._sitting = sitting
        self._course = played.course(emulator, database, sitting)
        self._was_complete = bool(sitting["complete"])
        self._is_preview = sitting["registration_id"] is None
        self._player = PlayerSettings(json.loads(sitting["settings"]))
        self._settings = Settings.of(self._player.values)
        self._log = Log(database, sitting)
        self._rows: dict[str, Mapping[str, Any]] = {
            row["activity"]: dict(row)
            for row in store.rows(database, "tracking", {"sitting_id": sitting["id"]})
        }
        self._tracking = {
            activity: Tracking.from_json(json.loads(row["record"]))
            for activity, row in self._rows.items()
        }

    def contents(self) -> dict[str, Json]:
        """Return what the page of the player needs to know."""
        sitting = self._sitting
        progress = self.progress()
        start = self._start(progress["blocked"])
        look = self._player.look(
            has_several=len(self._course.units) > 1, ends_by_itself=start.kind is ActivityKind.SCO
        )
        return {
            "registrationId": sitting["registration_id"],
            "standard": str(self._course.standard),
            "title": self._course.root.title,
            "redirectOnExitUrl": sitting["redirect"],
            "tracking": sitting["launch_id"] is not None,
            "credit": self._mode() == "normal",
            "page": sitting["pages"],
            "activities": list(self._listed(self._course.root, 0, progress["blocked"])),
            "start": start.identifier,
            "progress": progress,
            "look": look,
        }

    def progress(self) -> dict[str, Json]:
        """Return how far the course is, for the page of the player.

        ``amount``, 0 to 1; ``statuses`` by identifier, in words; ``blocked``, as `blocked`.
        """
        result = self._rollup()
        return {
            "amount": result.amount,
            "statuses": {
                identifier: self._player.status(of.completion, of.success)
                for identifier, of in result.by_id().items()
            },
            "blocked": learning.blocked(result),
        }

    def blocked(self) -> dict[str, str]:
        """Return the activities that may not be launched yet, by identifier, each with why."""
        return learning.blocked(self._rollup())

    def is_open(self, activity_id: str) -> bool:
        """Say whether content of an activity has begun and not ended."""
        row = self._rows.get(activity_id)
        return row is not None and row["session"] is not None

    def ended(self) -> list[str]:
        """Return the activities whose content has ended by itself, and was not left yet."""
        ended = learning.Phase.ENDED
        return [name for name in self._open() if self._session(name).sitting.phase == ended]

    def called(self, activity_id: str) -> int:
        """Return the number of the last call of an activity's content; 0 before the first."""
        row = self._rows.get(activity_id)
        return row["called"] if row else 0

    def call(self, activity_id: str, calls: Iterable[Said]) -> list[dict[str, Json]]:
        """Carry out calls of an activity's content, and return the answers."""
        answers: list[dict[str, Json]] = []
        before = self._summary()
        session: Session | None = None
        called = self.called(activity_id)
        for said in calls:
            answer = None
            if said.number <= called:
                answer = self._log.answer(activity_id, said.number)
            if answer is None:
                session = session or self._session(activity_id)
                made = session.call(said.function, *said.arguments, now=self._emulator.clock())
                answer = made.to_json() | {"message": self._words(made.error)}
                del answer["recorded"], answer["at"]
                if "score" in answer["changes"]:
                    answer["changes"]["score"] = [*map(_points, answer["changes"]["score"])]
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

    def leave(self, activity_id: str) -> dict[str, Json]:
        """End the session of an activity; return what comes next."""
        before = self._summary()
        session = self._session(activity_id)
        session.close(self._emulator.clock())
        self._tell(_LEFT, activity_id)
        self._end(activity_id, session)
        self._roll_up(before)
        tracking = session.tracking
        return {
            "navigation": session.navigation,
            "action": self._player.exit_action(
                is_last=self._course.units[-1].identifier == activity_id,
                is_satisfied=tracking.completion == "COMPLETED" and tracking.success != "FAILED",
                ending=tracking.exit,
            ),
            **self.progress(),
        }

    def exit(self, state: str, left: Iterable[str]) -> None:
        """End the sitting, and what is open in it or was looked at until now."""
        now = self._emulator.now()
        before = self._summary()
        for activity_id in dict.fromkeys((*self._open(), *left)):
            session = self._session(activity_id)
            session.close(self._emulator.clock())
            self._tell(_LEFT, activity_id)
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

    def begin(self, options: launch_options.Options) -> None:
        """Tell that the sitting begins, and what of course and launch is not followed."""
        asked = {"options": launch_options.told(options)} if options else {}
        self._tell({"event": "AttemptStart", **asked})
        sentences = [*learning.ignored_sequencing(self._course), *launch_options.ignored(options)]
        named = options.get("startSco", "")
        if named and self._named() is None:
            sentences.append(f"startSco [{named}] is nothing that can be opened yet: not followed.")
        for sentence in sentences:
            self._tell({"event": "Ignored", "diagnostic": sentence})

    def begin_with(self, states: Mapping[str, Mapping[str, Json]]) -> None:
        """Take over what a registration was created with, as results tell it."""
        if not states or not played.calls_an_api(self._course):
            return
        shared = states.get(self._course.root.identifier, {}).get("sharedData", ())
        self._change({"shared": {store["id"]: store.get("value", "") for store in shared}})
        for unit in self._course.units:
            state = states.get(unit.identifier)
            if state is None:
                continue
            tracking = learning.restored(self._course, state)
            row = {"sitting_id": self._sitting["id"], "activity": unit.identifier}
            insert(self._database, "tracking", row | {"record": tracking.to_json()})

    def result(self) -> dict[str, Json]:
        """Return what the course has come to."""
        summary = self._summary()
        return {"totalSecondsTracked": summary.pop("seconds"), **summary}

    def _start(self, blocked: Container[str]) -> Activity:
        """Return where to begin, or to go on once the page was loaded again."""
        units = self._course.units
        named = self._named() if self._sitting["pages"] <= 1 else None
        suspended = [unit for unit in units if self._has(unit, "suspended")]
        unfinished = [
            unit for unit in units if unit.identifier not in blocked and not self._is_complete(unit)
        ]
        return named or (*suspended, *unfinished, *units)[0]

    def _named(self) -> Activity | None:
        """Return the activity that the launch has asked for, if it can be opened."""
        blocked, name = self.blocked(), self._player.values.get("startSco")
        for unit in self._course.units:
            if unit.identifier == name and name not in blocked:
                return unit
        return None

    def _listed(
        self, activity: Activity, depth: int, blocked: Mapping[str, str]
    ) -> Iterable[dict[str, Json]]:
        if activity.visible or activity.launch is not None:
            yield {
                "id": activity.identifier,
                "title": activity.title,
                "href": activity.href and self._address(activity),
                "kind": str(activity.kind),
                "standard": str(self._course.standard),
                "depth": depth,
                "visible": activity.visible,
                "blocked": activity.identifier in blocked,
                "called": self.called(activity.identifier),
            }
        for child in activity.children:
            yield from self._listed(child, depth + 1, blocked)

    def _address(self, activity: Activity) -> str:
        return played.address(self._emulator, self._sitting["id"], self._course, activity)

    def _has(self, unit: Activity, attribute: str) -> bool:
        return bool(getattr(self._tracking.get(unit.identifier), attribute, False))

    def _is_complete(self, unit: Activity) -> bool:
        tracking = self._tracking.get(unit.identifier)
        return tracking is not None and tracking.completion == "COMPLETED"

    def _open(self) -> list[str]:
        return [activity for activity, row in self._rows.items() if row["session"] is not None]

    def _words(self, code: int) -> str:
        return model_of(self._course.standard).words[code] if code else ""

    def _session(self, activity_id: str) -> Session:
        """Return the session of an activity: the one that is open, or a new one."""
        activity = self._activity(activity_id)
        row = self._rows.get(activity_id)
        if row is not None and row["session"] is not None:
            sitting = learning.Sitting(**json.loads(row["session"]))
            tracking = self._tracking[activity_id]
            return Session(self._course, activity, self._settings, tracking, sitting)
        return learning.open_session(
            self._course,
            activity,
            learner=self._learner(),
            now=self._emulator.clock(),
            settings=self._settings,
            tracking=self._tracking.get(activity_id),
            complete=self._was_complete,
            browse=self._is_preview,
            shared_data=json.loads(self._sitting["shared"]),
            shared_objectives=learning.shared_objectives(self._rollup(), self._tracking),
        )

    def _mode(self) -> str:
        return mode(self._settings, complete=self._was_complete, browse=self._is_preview)

    def _activity(self, activity_id: str) -> Activity:
        if not played.calls_an_api(self._course):
            raise Refusal(400, f"Content of {self._course.standard} calls no API")
        for unit in self._course.units:
            if unit.identifier == activity_id:
                return unit
        raise Refusal(404, f"The course has no activity [{activity_id}] to open")

    def _instance(self) -> sqlite3.Row:
        sitting = self._sitting
        return registrations.get(
            self._database, sitting["app_id"], sitting["registration_id"], sitting["instance"]
        )

    def _learner(self) -> Learner:
        if self._is_preview:
            return _PREVIEWER
        row = self._instance()
        return Learner(row["learner_id"], row["first_name"] or "", row["last_name"] or "")

    def _keep(self, activity_id: str, session: Session, called: int) -> None:
        """Keep a session that goes on."""
        self._put(activity_id, session, asdict(session.sitting), called)

    def _end(self, activity_id: str, session: Session) -> None:
        """Keep what a session that has ended leaves behind."""
        self._put(activity_id, session, None, self.called(activity_id))

    def _put(
        self, activity_id: str, session: Session, kept: Mapping[str, Json] | None, called: int
    ) -> None:
        key = {"sitting_id": self._sitting["id"], "activity": activity_id}
        own = {"session": kept and json.dumps(kept), "called": called}
        values = {"record": session.tracking.to_json(), **own}
        changes = ", ".join(f"{column} = excluded.{column}" for column in values)
        insert(self._database, "tracking", key | values, f"UPDATE SET {changes}")
        self._rows[activity_id] = own
        self._tracking[activity_id] = session.tracking
        if session.shared_data:
            shared = json.loads(self._sitting["shared"]) | session.shared_data
            self._change({"shared": shared})

    def _finish(self, state: str, now: str) -> None:
        self._change({"state": state})
        store.update(self._database, "launches", {"id": self._sitting["launch_id"]}, {"ended": now})

    def _change(self, changes: Mapping[str, object]) -> None:
        store.update(self._database, "sittings", {"id": self._sitting["id"]}, changes)
        self._sitting = played.sitting(self._database, self._sitting["id"])

    def _tell(
        self, record: Mapping[str, Json], activity_id: str = "", number: int | None = None
    ) -> None:
        self._log.tell({"at": self._emulator.now(), **record}, activity_id, number)

    def _rollup(self) -> learning.Result:
        return learning.rollup(self._course, self._tracking, self._settings)

    def _summary(self) -> dict[str, Json]:
        result = self._rollup()
        return {
            "completion": result.completion,
            "success": result.success,
            "score": _points(result.score),
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
        if sitting["launch_id"] is None or not played.calls_an_api(self._course):
            return
        now = self._emulator.now()
        shared_data = json.loads(sitting["shared"])
        states = learning.states(self._course, self._tracking, self._settings, shared_data)
        instance = self._instance()
        key = {name: sitting[name] for name in ("app_id", "registration_id", "instance")}
        completed = None
        if summary["completion"] == "COMPLETED":
            completed = instance["completed"] or now
        row = {**summary, "activities": states, "completed": completed, "updated": now}
        store.update(self._database, "instances", key, row)
        launch = {**summary, "updated": now}
        store.update(self._database, "launches", {"id": sitting["launch_id"]}, launch)
        postbacks.after_change(self._emulator, self._instance(), exited=exited)


def _points(score: float | None) -> float | None:
    """Return a score from 0 to 1 as results tell it, from 0 to 100."""
    return None if score is None else round(score * 100, 5)


def open_seat(emulator: Emulator, database: sqlite3.Connection, sitting_id: str) -> Seat:
    """Return a sitting that is open, to go on with it.

    Raises:
        Refusal: there is no such sitting.
        Ended: it is over.
    """
    sitting = played.sitting(database, sitting_id)
    if sitting["state"] != "open":
        raise Ended(sitting["state"])
    return Seat(emulator, database, sitting)
