"""The course that a sitting plays: its tree of activities, and where they open."""

import functools
import json
import sqlite3
from pathlib import Path
from urllib.parse import urlencode

from scormcloud_cli.emulator import assets, store
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator
from scormcloud_cli.learning import Course
from scormcloud_cli.packages import (
    Activity,
    ActivityKind,
    InvalidPackage,
    LearningStandard,
    read_package,
)
from scormcloud_cli.packages.models import Sequencing

# Where a course's files are served while it is played.
CONTENT_PATH = "/player/content/"
# Where the page is that shows a medium.
MEDIA_PATH = "/player/media/"
_UNKNOWN = "This launch is unknown, or its course has been deleted. Ask for a new link."
# How many packages are kept in mind, as trees of activities.
_READ_PACKAGES = 64
# How much of a medium has to be seen for it to be complete [I]; the end of many is long or silent.
_THRESHOLD = 0.95
# Content of these speaks to a record store.
_WITHOUT_API = (LearningStandard.XAPI, LearningStandard.CMI5)


def sitting(database: sqlite3.Connection, sitting_id: str) -> sqlite3.Row:
    """Return a sitting.

    Raises:
        Refusal: there is no such sitting, or what it played has been deleted.
    """
    row = store.row(database, "sittings", {"id": sitting_id})
    if row is None:
        raise Refusal(404, _UNKNOWN)
    return row


def course(emulator: Emulator, database: sqlite3.Connection, played: sqlite3.Row) -> Course:
    """Return the course that a sitting plays.

    Raises:
        Refusal: it has been deleted, cannot be read, or has nothing to launch.
    """
    key = {"app_id": played["app_id"], "course_id": played["course_id"]}
    version = store.row(database, "versions", key | {"version": played["version"]})
    if version is None:
        raise Refusal(404, _UNKNOWN)
    if version["content_type"] != assets.ZIP:
        name = json.loads(version["root_activity"])["href"]
        root = Activity(
            identifier="media",
            title=version["title"],
            kind=ActivityKind.ASSET,
            launch=name,
            completion_threshold=_THRESHOLD,
            completed_by_measure=True,
            # Nothing is asked of the learner that could be passed or failed [I].
            sequencing=Sequencing(objective_set_by_content=True),
        )
        return Course(LearningStandard.UNKNOWN, root)
    try:
        course = _read(emulator.packages / version["file"])
    except (InvalidPackage, OSError):
        raise Refusal(
            404, "The course's package cannot be read. Tell whoever sent you here."
        ) from None
    if not course.units:
        raise Refusal(400, "This course has nothing to launch. Tell whoever sent you here.")
    return course


def calls_an_api(course: Course) -> bool:
    """Say whether content of a course calls an API of SCORM or AICC."""
    return course.standard not in _WITHOUT_API


def is_medium(course: Course) -> bool:
    """Say whether a course is a PDF, an audio or a video, which a page of the emulator shows."""
    return course.standard is LearningStandard.UNKNOWN


def address(emulator: Emulator, sitting_id: str, course: Course, activity: Activity) -> str:
    """Return where an activity opens: a path of the player's origin, or a URL of another.

    AICC's content is told there where it reports to.
    """
    if is_medium(course):
        return MEDIA_PATH + sitting_id
    href = activity.href or ""
    if not href.lower().startswith(("http://", "https://", "//")):
        href = f"{CONTENT_PATH}{sitting_id}/{href}"
    if course.standard is not LearningStandard.AICC:
        return href
    reports = f"{emulator.content_url}/player/{sitting_id}/hacp"
    query = urlencode({"AICC_SID": activity.identifier, "AICC_URL": reports})
    return f"{href}{'&' if '?' in href else '?'}{query}"


@functools.lru_cache(_READ_PACKAGES)
def _read(package: Path) -> Course:
    """Return the course in a package; a file that is put into it makes another package."""
    description = read_package(package)
    return Course(description.standard, description.root_activity)
