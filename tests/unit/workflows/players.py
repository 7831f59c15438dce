"""A player that a launch link leads to, over `scormcloud_cli.learning` and without a socket."""

import datetime as dt
import json
from typing import Any
from urllib.parse import unquote, urlsplit

from scormcloud_cli.api.messages import Answer, Request
from scormcloud_cli.learning import (
    Course,
    Learner,
    Result,
    Session,
    Settings,
    Tracking,
    blocked,
    open_session,
    rollup,
)
from scormcloud_cli.learning.courses import model_of

LINK = "http://127.0.0.1:1/api/cloud/registration/launch/x"
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


class Player:
    """Answers what a learner's page asks, as the emulator does.

    Args:
        course: what is played.
        credit: whether it says that results count.

    Attributes:
        said: the calls made, with the activity that made each.
        exits: how often the sitting was exited.
    """

    def __init__(self, course: Course, *, credit: bool = True) -> None:
        self._course = course
        self._credit = credit
        self._units = {unit.identifier: unit for unit in course.units}
        self._sessions: dict[str, Session] = {}
        self.tracking: dict[str, Tracking] = {}
        self.said: list[tuple[str, str]] = []
        self.exits = 0

    @property
    def result(self) -> Result:
        return rollup(self._course, self.tracking, Settings())

    def __call__(self, request: Request) -> Answer:
        path = urlsplit(request.url).path
        if path == urlsplit(LINK).path:
            is_played = self._course.standard not in ("CMI5", "XAPI")
            place = "/player/sitting" if is_played else "/player/content/sitting/index.html"
            return Answer(302, {"location": place}, b"")
        _, _, sitting, what, *activity = path.split("/")
        assert sitting == "sitting"
        name = unquote(activity[0]) if activity else ""
        if what == "calls":
            document = self._call(name, request.body)
        elif what == "leave":
            document = self._leave(name)
        else:
            document = self._told() if what == "course" else self._exit()
        return Answer(200, {}, json.dumps(document).encode())

    def _told(self) -> dict[str, Any]:
        waiting = blocked(self.result)
        activities = [
            {
                "id": unit.identifier,
                "kind": unit.kind,
                "href": f"/{unit.launch}",
                "blocked": unit.identifier in waiting,
            }
            for unit in self._units.values()
        ]
        return {
            "standard": self._course.standard,
            "registrationId": "ann",
            "credit": self._credit,
            "activities": activities,
            "start": activities[0]["id"],
        }

    def _call(self, activity: str, body: dict[str, Any]) -> dict[str, Any]:
        if activity not in self._sessions:
            self._sessions[activity] = open_session(
                self._course,
                self._units[activity],
                learner=Learner("anna", "Anna", "Li"),
                now=NOW,
                tracking=self.tracking.setdefault(activity, Tracking()),
            )
        words = model_of(self._course.standard).words
        answers = []
        for asked in body["calls"]:
            call = self._sessions[activity].call(asked["function"], *asked["arguments"], now=NOW)
            self.said.append((activity, call.function))
            about = {"n": asked["n"], "answer": call.answer, "code": str(call.error)}
            answers.append(
                about | {"error": words.get(call.error, ""), "diagnostic": call.diagnostic}
            )
        return {"answers": answers}

    def _leave(self, activity: str) -> dict[str, Any]:
        if activity in self._sessions:
            self._sessions.pop(activity).close(NOW)
        return {}

    def _exit(self) -> dict[str, Any]:
        self.exits += 1
        return {}
