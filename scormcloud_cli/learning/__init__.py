"""The run-time: what content may say by SCORM 1.2 and 2004, and what comes of it.

    course = Course(package.standard, package.root_activity)
    session = open_session(course, course.units[0], learner=Learner("anna", "Anna", "Li"), now=now)
    session.call("LMSInitialize", "", now=now)
    session.call("LMSSetValue", "cmi.core.lesson_status", "passed", now=now).answer   # "true"
    session.close(now)
    result = rollup(course, {session.activity.identifier: session.tracking}, Settings())
    result.completion                                                                 # "COMPLETED"

It is pure: no HTTP, no SQL, no clock. Times are given to it, and what it leaves is plain data. It
imports only `scormcloud_cli.packages`.
"""

from scormcloud_cli.learning import hacp
from scormcloud_cli.learning.courses import Course, Learner
from scormcloud_cli.learning.launching import open_session
from scormcloud_cli.learning.objectives import shared as shared_objectives
from scormcloud_cli.learning.prerequisites import BadPrerequisite, blocked, is_met
from scormcloud_cli.learning.reports import runtime, states
from scormcloud_cli.learning.restoring import restored
from scormcloud_cli.learning.results import Result
from scormcloud_cli.learning.rollup import ignored_sequencing, rollup
from scormcloud_cli.learning.sessions import Call, Phase, Session, Sitting
from scormcloud_cli.learning.settings import STRICT, VENDOR, Leniency, Settings
from scormcloud_cli.learning.tracking import Tracking

__all__ = [
    "STRICT",
    "VENDOR",
    "BadPrerequisite",
    "Call",
    "Course",
    "Learner",
    "Leniency",
    "Phase",
    "Result",
    "Session",
    "Settings",
    "Sitting",
    "Tracking",
    "blocked",
    "hacp",
    "ignored_sequencing",
    "is_met",
    "open_session",
    "restored",
    "rollup",
    "runtime",
    "shared_objectives",
    "states",
]
