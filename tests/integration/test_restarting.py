"""A registration that is launched when it is done, or on an older version of its course."""

from collections.abc import Callable

import pytest

from tests.support.environs import SAMPLES
from tests.support.results import Run

SETTING = "WhenToRestartRegistration"
COMPLETE, SATISFIED = "WHEN_EXISTING_REG_IS_COMPLETE", "WHEN_EXISTING_REG_IS_SATISFIED"
NEWER, AND_NEWER = "WHEN_NEWER_PACKAGE_VERSION_EXISTS", "_AND_NEWER_PACKAGE_VERSION_EXISTS"
INCOMPLETE = "WHEN_EXISTING_REG_IS_INCOMPLETE"


@pytest.fixture
def launched(scloud: Run, golf: str, ann: str) -> Callable[..., list[tuple[int, str]]]:
    """Learn, import a newer version if told to, and launch again.

    It returns the version and the success of each instance then.
    """

    def launch(when: str, first: str, *, newer: bool) -> list[tuple[int, str]]:
        assert scloud("registration", "config", "set", ann, f"{SETTING}={when}").code == 0
        assert scloud("emulator", "learn", ann, first).code == 0
        if newer:
            package = str(SAMPLES / "scorm12.zip")
            assert scloud("course", "import", package, "--id", golf, "--new-version").code == 0
        assert scloud("emulator", "learn", ann, "--suspend").code == 0
        told = scloud("registration", "instances", ann).json
        return [(each["course"]["version"], each["registrationSuccess"]) for each in told]

    return launch


@pytest.mark.parametrize(
    ("when", "first", "newer", "instances"),
    [
        ("NEVER", "--pass", True, [(0, "PASSED")]),
        (COMPLETE, "--pass", False, [(0, "PASSED"), (0, "UNKNOWN")]),
        (COMPLETE, "--fail", False, [(0, "FAILED"), (0, "UNKNOWN")]),
        (COMPLETE, "--suspend", True, [(0, "UNKNOWN")]),
        (SATISFIED, "--pass", False, [(0, "PASSED"), (0, "UNKNOWN")]),
        (SATISFIED, "--fail", False, [(0, "FAILED")]),
        (NEWER, "--suspend", True, [(0, "UNKNOWN"), (1, "UNKNOWN")]),
        (NEWER, "--pass", False, [(0, "PASSED")]),
        (COMPLETE + AND_NEWER, "--pass", False, [(0, "PASSED")]),
        (COMPLETE + AND_NEWER, "--fail", True, [(0, "FAILED"), (1, "UNKNOWN")]),
        (SATISFIED + AND_NEWER, "--pass", True, [(0, "PASSED"), (1, "UNKNOWN")]),
        (SATISFIED + AND_NEWER, "--fail", True, [(0, "FAILED")]),
        (INCOMPLETE + AND_NEWER, "--suspend", True, [(0, "UNKNOWN"), (1, "UNKNOWN")]),
        (INCOMPLETE + AND_NEWER, "--pass", True, [(0, "PASSED")]),
    ],
)
def test_the_setting_says_when_a_launch_begins_another_instance(
    launched: Callable[..., list[tuple[int, str]]],
    when: str,
    first: str,
    newer: bool,
    instances: list[tuple[int, str]],
) -> None:
    assert launched(when, first, newer=newer) == instances


def test_a_new_instance_begins_with_nothing_and_the_old_one_stays(over: Run, ann: str) -> None:
    assert over("emulator", "learn", ann, "--pass").code == 0
    before = over("registration", "history", ann).json

    assert over("registration", "new-instance", ann).code == 0
    shown = over("registration", "show", ann).json
    assert (shown["instance"], shown["registrationCompletion"]) == (1, "UNKNOWN")
    assert over("emulator", "learn", ann, "--fail").json["registrationSuccess"] == "FAILED"

    first = over("registration", "show", ann, "--instance", "0").json
    assert (first["registrationSuccess"], first["score"]) == ("PASSED", {"scaled": 100.0})
    history = over("registration", "history", ann).json
    assert (history[: len(before)], len(history)) == (before, len(before) + 1)


def test_a_reset_registration_is_learned_from_the_beginning(over: Run, ann: str) -> None:
    assert over("emulator", "learn", ann, "--pass").code == 0

    assert over("registration", "reset", ann, "--yes").code == 0
    shown = over("registration", "show", ann).json
    assert (shown["registrationCompletion"], shown["totalSecondsTracked"]) == ("UNKNOWN", 0)
    assert over("registration", "history", ann).json == []

    learned = over("emulator", "learn", ann, "--fail").json
    assert (learned["status"], learned["registrationSuccess"]) == ("learned", "FAILED")
    (activity,) = over("registration", "show", ann, "--children").json["activityDetails"][
        "children"
    ]
    assert activity["attempts"] == 1
