"""What results tell is taken back as it was."""

from typing import Any

import pytest

from scormcloud_cli.learning import Settings, Tracking, restored, runtime, states
from scormcloud_cli.packages import LearningStandard
from tests.support.said import SAYS_12, SAYS_2004
from tests.unit.learning.launches import AICC, FOURTH, SCORM12, Content, course

SAYS = {
    SCORM12: SAYS_12,
    AICC: SAYS_12,
    FOURTH: {name: value for name, value in SAYS_2004.items() if "adl.data" not in name},
}
BAD: dict[str, Any] = {
    "scoreRaw": "much",
    "scoreScaled": "7",
    "totalTime": "long",
    "completionStatus": "PERHAPS",
    "runtimeObjectives": [{"id": "o", "scoreScaled": "x", "scoreRaw": "x"}],
    "runtimeInteractions": [{"id": "i", "type": "Riddle", "latency": "x"}],
}


def learned(standard: LearningStandard, ending: str) -> tuple[Content, Tracking]:
    content = Content(course(standard))
    # The first objective of the 4th Edition stands in a package otherwise.
    renumbered = {name.replace("ives.1", "ives.0"): value for name, value in SAYS[standard].items()}
    content.sets(*renumbered.items())
    exit_ = "cmi.exit" if standard is FOURTH else "cmi.core.exit"
    content.sets((exit_, ending))
    content.terminate()
    return content, content.tracking


@pytest.mark.parametrize("ending", ["suspend", "logout", "time-out", ""])
@pytest.mark.parametrize("standard", SAYS)
def test_what_was_restored_is_told_as_before(standard: LearningStandard, ending: str) -> None:
    content, tracking = learned(standard, ending)
    told = states(content.course, {"sco": tracking}, Settings())
    told["sco"]["runtime"] = runtime(content.course.standard, tracking)

    again = restored(content.course, told["sco"])

    assert told["sco"].pop("runtime") == runtime(content.course.standard, again)
    assert states(content.course, {"sco": again}, Settings()) == told
    assert {**again.to_json(), "runtime": {}} == {**tracking.to_json(), "runtime": {}}
    assert again.runtime.items() <= tracking.runtime.items()


@pytest.mark.parametrize("standard", SAYS)
def test_what_was_never_launched_has_nothing(standard: LearningStandard) -> None:
    assert restored(course(standard), {"attempts": 0, "runtime": {"scoreRaw": "5"}}) == Tracking()


@pytest.mark.parametrize("standard", SAYS)
def test_values_that_no_element_may_hold_are_left_out(standard: LearningStandard) -> None:
    tracking = restored(course(standard), {"attempts": 1, "runtime": BAD})

    kept = {value for name, value in tracking.runtime.items() if not name.endswith("_count")}
    assert kept <= {"o", "i", "PT0H0M0S"}
    assert Content(course(standard), tracking=tracking).terminate().error == 0
