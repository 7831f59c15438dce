"""When a launch begins a registration anew, on the course's newest version, by a setting."""

import sqlite3
from collections.abc import Callable, Mapping
from typing import NamedTuple

from scormcloud_cli.emulator import configuration, courses, registrations
from scormcloud_cli.emulator.service import Emulator

_SETTING = "WhenToRestartRegistration"


class _Standing(NamedTuple):
    """How a registration stands when it is launched."""

    complete: bool
    satisfied: bool
    outdated: bool


# By the setting's values [I]: satisfied is passed, and incomplete is all that is not completed.
_RULES: Mapping[str, Callable[[_Standing], bool]] = {
    "NEVER": lambda _: False,
    "WHEN_NEWER_PACKAGE_VERSION_EXISTS": lambda now: now.outdated,
    "WHEN_EXISTING_REG_IS_COMPLETE": lambda now: now.complete,
    "WHEN_EXISTING_REG_IS_SATISFIED": lambda now: now.satisfied,
    "WHEN_EXISTING_REG_IS_COMPLETE_AND_NEWER_PACKAGE_VERSION_EXISTS": (
        lambda now: now.complete and now.outdated
    ),
    "WHEN_EXISTING_REG_IS_SATISFIED_AND_NEWER_PACKAGE_VERSION_EXISTS": (
        lambda now: now.satisfied and now.outdated
    ),
    "WHEN_EXISTING_REG_IS_INCOMPLETE_AND_NEWER_PACKAGE_VERSION_EXISTS": (
        lambda now: not now.complete and now.outdated
    ),
}


def restart(
    emulator: Emulator, database: sqlite3.Connection, app_id: str, registration_id: str
) -> None:
    """Begin another instance of a registration that is launched, if its setting says so.

    Raises:
        Refusal: the registration or its course has been deleted.
    """
    newest = registrations.get(database, app_id, registration_id)
    course = courses.get(database, app_id, newest["course_id"], newest["version"])
    levels = configuration.of_registration(newest, course, one_instance=True)
    values = configuration.get(database, app_id, levels)
    when = next(value.effective for value in values if value.setting.id == _SETTING)
    standing = _Standing(
        complete=newest["completion"] == "COMPLETED",
        satisfied=newest["success"] == "PASSED",
        outdated=courses.version(database, app_id, newest["course_id"]) > newest["version"],
    )
    if _RULES[when](standing):
        registrations.add_instance(emulator, app_id, registration_id)
