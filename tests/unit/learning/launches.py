"""Courses to learn, and content that calls: what the tests of learning share."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from scormcloud_cli.learning import (
    STRICT,
    Call,
    Course,
    Learner,
    Leniency,
    Result,
    Session,
    Settings,
    Tracking,
    open_session,
    rollup,
)
from scormcloud_cli.packages import Activity, ActivityKind, LearningStandard

SCORM12 = LearningStandard.SCORM12
SECOND = LearningStandard.SCORM20042NDEDITION
THIRD = LearningStandard.SCORM20043RDEDITION
FOURTH = LearningStandard.SCORM20044THEDITION
AICC = LearningStandard.AICC
START = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
ANNA = Learner("anna", "Anna", "Li")


def sco(identifier: str = "sco", **facts: Any) -> Activity:
    facts = {"title": identifier.title(), "kind": ActivityKind.SCO, "launch": "a.html", **facts}
    return Activity(identifier=identifier, **facts)


def folder(*children: Activity, identifier: str = "folder", **facts: Any) -> Activity:
    kind = ActivityKind.AGGREGATION
    return Activity(identifier=identifier, title="F", kind=kind, children=children, **facts)


def course(standard: LearningStandard, *activities: Activity, **facts: Any) -> Course:
    return Course(standard, folder(*(activities or (sco(),)), identifier="root", **facts))


class Content:
    """Content that was launched; it calls the API of its standard by short names.

    Times go on by a second a call.
    """

    def __init__(
        self,
        course: Course,
        identifier: str | None = None,
        *,
        tracking: Tracking | None = None,
        settings: Mapping[str, Any] | None = None,
        leniency: frozenset[Leniency] = STRICT,
        running: bool = True,
        **options: Any,
    ) -> None:
        units = {unit.identifier: unit for unit in course.units}
        self.course = course
        self.settings = Settings.of(settings or {})
        self.leniency = leniency
        self.now = START
        self.prefix = "" if "2004" in course.standard else "LMS"
        self.session = open_session(
            course,
            units[identifier] if identifier else course.units[0],
            learner=ANNA,
            now=START,
            settings=self.settings,
            tracking=tracking,
            leniency=leniency,
            **options,
        )
        if running:
            self.initialize()

    @property
    def tracking(self) -> Tracking:
        return self.session.tracking

    def call(self, function: str, *arguments: str) -> Call:
        self.now += dt.timedelta(seconds=1)
        return self.session.call(self.prefix + function, *arguments, now=self.now)

    def initialize(self) -> Call:
        return self.call("Initialize", "")

    def terminate(self) -> Call:
        return self.call("Finish" if self.prefix else "Terminate", "")

    def commit(self) -> Call:
        return self.call("Commit", "")

    def get(self, name: str) -> Call:
        return self.call("GetValue", name)

    def set(self, name: str, value: str) -> Call:
        return self.call("SetValue", name, value)

    def sets(self, *pairs: tuple[str, str]) -> None:
        for name, value in pairs:
            assert self.set(name, value).error == 0, (name, value, self.session.log[-1])

    def finish(self, **values: str) -> Tracking:
        """Write values, by the last words of their names, terminate, and return the tracking."""
        core = "cmi.core." if self.prefix else "cmi."
        self.sets(*((core + name.replace("__", "."), value) for name, value in values.items()))
        self.terminate()
        return self.tracking

    def again(self, **options: Any) -> "Content":
        """Launch the same activity again, after its tracking was stored and read again."""
        self.session.close(self.now)
        stored = json.loads(json.dumps(self.tracking.to_json()))
        options = {"leniency": self.leniency, **options}
        tracking = Tracking.from_json(stored)
        identifier = self.session.activity.identifier
        return Content(self.course, identifier, tracking=tracking, **options)

    def carried_over(self) -> Session:
        """Return the session as another process would go on with it."""
        record = json.loads(json.dumps(self.session.to_json()))
        return Session.from_json(
            record, self.course, self.session.activity, self.settings, self.leniency
        )


def result_of(
    course: Course, tracking: Mapping[str, Tracking], settings: Mapping[str, Any] | None = None
) -> Result:
    return rollup(course, tracking, Settings.of(settings or {}))
