"""Looking for an upload whose answer was lost."""

import time

from scormcloud_cli.api.courses import Course, Courses
from scormcloud_cli.api.errors import NetworkFailure, NotFound

_FIRST_LOOK, _LONGEST_LOOK = 0.1, 5.0
# How long an import is looked for, in seconds, unless another time is asked for.
SETTLE = 60.0


def current(courses: Courses, course_id: str) -> Course | None:
    """Return a course; None where there is none."""
    try:
        return courses.get(course_id)
    except NotFound:
        return None


def newer(
    courses: Courses, course_id: str, before: int | None, seconds: float = SETTLE
) -> Course | None:
    """Return a course once it has another version than before; None if not before long.

    Args:
        courses: the application's courses.
        course_id: which course.
        before: the version that it had; None if there was no course.
        seconds: how long to look.
    """
    deadline = time.monotonic() + seconds
    pause = _FIRST_LOOK
    while True:
        try:
            found = current(courses, course_id)
        except NetworkFailure:
            return None  # then it is not known, and that is what will be told
        if found is not None and found.version != before:
            return found
        left = deadline - time.monotonic()
        if left <= 0:
            return None
        time.sleep(min(pause, left))
        pause = min(_LONGEST_LOOK, pause * 2)
