"""What a sitting leaves behind: outcome, time, entry and exit, attempts, credit and mode."""

import datetime as dt
from typing import Any

import pytest

from scormcloud_cli.learning import Tracking, open_session
from scormcloud_cli.packages import ActivityKind, LearningStandard
from scormcloud_cli.packages.models import Sequencing
from tests.unit.learning.launches import (
    AICC,
    ANNA,
    FOURTH,
    SCORM12,
    START,
    THIRD,
    Content,
    course,
    sco,
)

BOTH = pytest.mark.parametrize("standard", [SCORM12, FOURTH])


def outcome(tracking: Tracking) -> tuple[Any, ...]:
    return tracking.completion, tracking.success, tracking.score


# --- SCORM 1.2 -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "completion", "success"),
    [
        ("passed", "COMPLETED", "PASSED"),
        ("completed", "COMPLETED", "UNKNOWN"),
        ("failed", "COMPLETED", "FAILED"),
        ("incomplete", "INCOMPLETE", "UNKNOWN"),
        ("browsed", "INCOMPLETE", "UNKNOWN"),
    ],
)
def test_a_status_of_scorm_12_counts_at_once(status: str, completion: str, success: str) -> None:
    content = Content(course(SCORM12))

    call = content.set("cmi.core.lesson_status", status)

    assert (content.tracking.completion, content.tracking.success) == (completion, success)
    assert call.changes["completion"] == ("UNKNOWN", completion)


@pytest.mark.parametrize(
    ("setting", "completion"),
    [("unknown", "COMPLETED"), ("completed", "COMPLETED"), ("incomplete", "INCOMPLETE")],
)
def test_a_failed_activity_is_as_complete_as_the_setting_says(
    setting: str, completion: str
) -> None:
    settings = {"PlayerCompletionStatOfFailedSuccessStat": setting}
    content = Content(course(SCORM12), settings=settings)

    assert content.finish(lesson_status="failed").completion == completion


@pytest.mark.parametrize(
    ("values", "settings", "expected"),
    [
        ({}, {}, ("COMPLETED", "UNKNOWN", None)),
        ({"score__raw": "80"}, {}, ("COMPLETED", "PASSED", 0.8)),
        ({"score__raw": "79"}, {}, ("COMPLETED", "FAILED", 0.79)),
        ({"score__raw": "79", "lesson_status": "passed"}, {}, ("COMPLETED", "PASSED", 0.79)),
        (
            {"score__raw": "79", "lesson_status": "passed"},
            {"PlayerScoreOverridesStatus": "true"},
            ("COMPLETED", "FAILED", 0.79),
        ),
        (
            {"score__raw": "80", "lesson_status": "incomplete"},
            {"PlayerScoreOverridesStatus": "true"},
            ("COMPLETED", "PASSED", 0.8),
        ),
        (
            {"lesson_status": "incomplete"},
            {"PlayerScoreOverridesStatus": "true"},
            ("INCOMPLETE", "UNKNOWN", None),
        ),
    ],
)
def test_the_mastery_score_counts_where_content_set_no_status(
    values: dict[str, str], settings: dict[str, str], expected: tuple[Any, ...]
) -> None:
    content = Content(course(SCORM12, sco(scaled_passing_score=0.8)), settings=settings)

    assert outcome(content.finish(**values)) == expected


def test_a_status_set_in_an_earlier_sitting_is_set() -> None:
    content = Content(course(SCORM12, sco(scaled_passing_score=0.8)))
    content.finish(lesson_status="incomplete", exit="suspend")

    again = content.again()

    assert outcome(again.finish(score__raw="10")) == ("INCOMPLETE", "UNKNOWN", 0.1)


def test_content_that_sets_nothing_and_does_not_finish_is_not_complete() -> None:
    content = Content(course(SCORM12))
    content.session.close(content.now)

    assert content.tracking.completion == "UNKNOWN"


@pytest.mark.parametrize(
    ("raw", "low", "high", "score"),
    [
        ("50", None, None, 0.5),
        ("50", "0", "100", 0.5),
        ("8", "0", "10", 0.8),
        ("8", "8", "8", 1.0),
        ("20", "0", "10", 0.2),
        ("", "0", "10", None),
    ],
)
def test_a_raw_score_is_scaled_between_its_limits(
    raw: str, low: str | None, high: str | None, score: float | None
) -> None:
    content = Content(course(SCORM12))
    for name, value in (("raw", raw), ("min", low), ("max", high)):
        if value is not None:
            content.sets((f"cmi.core.score.{name}", value))

    assert content.tracking.score == score


# --- SCORM 2004 ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "set_status", "status"),
    [
        (None, None, "unknown"),
        (None, "completed", "completed"),
        ("0.7", None, "completed"),
        ("0.69", "completed", "incomplete"),
    ],
)
def test_the_completion_threshold_decides_where_there_is_a_measure(
    measure: str | None, set_status: str | None, status: str
) -> None:
    content = Content(course(FOURTH, sco(completion_threshold=0.7, completed_by_measure=True)))
    assert content.get("cmi.completion_threshold").answer == "0.7"
    if measure:
        content.sets(("cmi.progress_measure", measure))
    if set_status:
        content.sets(("cmi.completion_status", set_status))

    assert content.get("cmi.completion_status").answer == status
    assert content.tracking.completion == status.upper()


def test_a_threshold_that_does_not_decide_is_not_told() -> None:
    content = Content(course(FOURTH, sco(completion_threshold=0.7)))

    assert content.get("cmi.completion_threshold").error == 403


@pytest.mark.parametrize(
    ("scaled", "set_status", "status"),
    [
        (None, None, "unknown"),
        (None, "passed", "unknown"),
        ("0.8", "failed", "passed"),
        ("0.79", None, "failed"),
    ],
)
def test_the_passing_score_decides_success(
    scaled: str | None, set_status: str | None, status: str
) -> None:
    content = Content(course(FOURTH, sco(scaled_passing_score=0.8)))
    if scaled:
        content.sets(("cmi.score.scaled", scaled))
    if set_status:
        content.sets(("cmi.success_status", set_status))

    assert content.get("cmi.success_status").answer == status
    assert content.tracking.success == status.upper()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ("COMPLETED", "PASSED")),
        ({"completion_status": "incomplete"}, ("INCOMPLETE", "PASSED")),
        ({"success_status": "failed"}, ("COMPLETED", "FAILED")),
        ({"exit": "suspend"}, ("UNKNOWN", "UNKNOWN")),
    ],
)
def test_what_content_of_2004_leaves_open_is_completed_and_satisfied(
    values: dict[str, str], expected: tuple[str, str]
) -> None:
    content = Content(course(FOURTH))

    assert outcome(content.finish(**values))[:2] == expected


@pytest.mark.parametrize(
    ("sequencing", "expected"),
    [
        (Sequencing(completion_set_by_content=True), ("UNKNOWN", "PASSED")),
        (Sequencing(objective_set_by_content=True), ("COMPLETED", "UNKNOWN")),
        (Sequencing(tracked=False), ("UNKNOWN", "UNKNOWN")),
    ],
)
def test_the_package_may_say_that_content_sets_it(
    sequencing: Sequencing, expected: tuple[str, str]
) -> None:
    content = Content(course(THIRD, sco(sequencing=sequencing)))

    assert outcome(content.finish())[:2] == expected


def test_a_measure_that_decides_is_waited_for() -> None:
    activity = sco(completion_threshold=1.0, completed_by_measure=True, scaled_passing_score=0.5)

    assert outcome(Content(course(FOURTH, activity)).finish()) == ("UNKNOWN", "UNKNOWN", None)


@pytest.mark.parametrize(("setting", "score"), [("false", None), ("true", 0.4)])
def test_a_raw_score_counts_where_the_setting_says(setting: str, score: float | None) -> None:
    content = Content(course(FOURTH), settings={"PlayerScaleRawScore": setting})

    assert content.finish(score__raw="40").score == score


def test_content_of_2004_that_never_calls_is_completed_when_left() -> None:
    content = Content(course(FOURTH), running=False)
    content.session.close(content.now)

    assert outcome(content.tracking) == ("COMPLETED", "PASSED", None)


@pytest.mark.parametrize(
    ("kind", "completion"), [(ActivityKind.ASSET, "COMPLETED"), (ActivityKind.SCO, "UNKNOWN")]
)
def test_in_scorm_12_only_an_asset_is_complete_without_a_call(
    kind: ActivityKind, completion: str
) -> None:
    content = Content(course(SCORM12, sco(kind=kind)), running=False)
    content.session.close(content.now)

    assert content.tracking.completion == completion


# --- Both ------------------------------------------------------------------------------------


@BOTH
def test_what_is_complete_stays_complete_unless_a_setting_lets_it_change(
    standard: LearningStandard,
) -> None:
    name = "cmi.core.lesson_status" if standard is SCORM12 else "cmi.completion_status"
    for allowed, completion in (("false", "COMPLETED"), ("true", "INCOMPLETE")):
        content = Content(course(standard), settings={"PlayerAllowCompleteStatusChange": allowed})
        content.sets((name, "completed"), (name, "incomplete"))

        assert content.tracking.completion == completion
        assert content.get(name).answer == "incomplete"


@pytest.mark.parametrize(
    ("standard", "session_times", "total"),
    [
        (SCORM12, ["00:10:00", "01:00:30.5"], "0001:10:30.50"),
        (SCORM12, ["9999:00:00", "9999:00:00"], "9999:59:59.99"),
        (FOURTH, ["PT10M", "PT1H30.5S"], "PT1H10M30.5S"),
        (FOURTH, ["P1D", "PT0.25S"], "PT24H0M0.25S"),
    ],
)
def test_session_times_add_up(
    standard: LearningStandard, session_times: list[str], total: str
) -> None:
    content = Content(course(standard))
    for session_time in session_times:
        content.finish(session_time=session_time)
        content = content.again()

    name = "cmi.core.total_time" if standard is SCORM12 else "cmi.total_time"
    assert content.get(name).answer == total


@BOTH
def test_the_time_between_initialize_and_the_last_call_is_tracked(
    standard: LearningStandard,
) -> None:
    content = Content(course(standard))
    content.commit()
    content.terminate()
    assert content.tracking.seconds == 2.0

    again = content.again()
    again.session.close(again.now + dt.timedelta(seconds=60))

    assert again.tracking.seconds == 62.0


@BOTH
def test_a_clock_that_goes_back_takes_no_time_away(standard: LearningStandard) -> None:
    content = Content(course(standard))
    content.now = START - dt.timedelta(hours=1)
    content.commit()

    assert content.tracking.seconds == 0.0


@pytest.mark.parametrize(
    ("standard", "exit_word", "entry", "attempts"),
    [
        (SCORM12, "suspend", "resume", "1"),
        (SCORM12, "logout", "", "2"),
        (SCORM12, "time-out", "", "2"),
        (SCORM12, "", "", "2"),
        (AICC, "suspend", "resume", "1"),
        (FOURTH, "suspend", "resume", "1"),
        (FOURTH, "logout", "resume", "1"),
        (FOURTH, "normal", "", "2"),
        (FOURTH, "", "", "2"),
    ],
)
def test_the_exit_of_one_sitting_is_the_entry_of_the_next(
    standard: LearningStandard, exit_word: str, entry: str, attempts: str
) -> None:
    content = Content(course(standard))
    content.finish(exit=exit_word)

    again = content.again()

    assert again.get("cmi.entry" if standard is FOURTH else "cmi.core.entry").answer == entry
    assert str(again.tracking.attempts) == attempts


@pytest.mark.parametrize(
    ("reset", "exit_word", "kept"),
    [
        ("NEVER", "", True),
        ("NEVER", "suspend", True),
        ("WHEN_EXIT_IS_NOT_SUSPEND", "", False),
        ("WHEN_EXIT_IS_NOT_SUSPEND", "suspend", True),
        ("ON_EACH_NEW_SEQUENCING_ATTEMPT", "", False),
        ("ON_EACH_NEW_SEQUENCING_ATTEMPT", "suspend", True),
    ],
)
@BOTH
def test_a_setting_says_when_run_time_data_is_cleared(
    standard: LearningStandard, reset: str, exit_word: str, kept: bool
) -> None:
    settings = {"PlayerResetRunTimeData": reset}
    content = Content(course(standard), settings=settings)
    content.sets(("cmi.suspend_data", "page=3"))
    content.finish(exit=exit_word)

    again = content.again(settings=settings)

    assert (again.get("cmi.suspend_data").answer == "page=3") == kept
    if not kept:
        entry = "cmi.core.entry" if standard is SCORM12 else "cmi.entry"
        assert again.get(entry).answer == "ab-initio"
    # What came of it is not taken away.
    assert again.tracking.completion == content.tracking.completion


@BOTH
def test_suspending_all_suspends_2004(standard: LearningStandard) -> None:
    content = Content(course(standard))
    content.set("adl.nav.request", "suspendAll")
    content.terminate()

    assert content.tracking.suspended == (standard is FOURTH)


@BOTH
def test_a_complete_registration_is_launched_for_review_without_credit(
    standard: LearningStandard,
) -> None:
    core = "cmi.core." if standard is SCORM12 else "cmi."
    mode = f"{core}lesson_mode" if standard is SCORM12 else "cmi.mode"
    status = f"{core}lesson_status" if standard is SCORM12 else "cmi.success_status"
    for setting, credit, expected, success in (
        ("true", "no-credit", "review", "UNKNOWN"),
        ("false", "credit", "normal", "FAILED"),
    ):
        content = Content(
            course(standard),
            complete=True,
            settings={"PlayerLaunchCompletedRegsAsNoCredit": setting},
        )
        content.sets((status, "failed"), ("cmi.suspend_data", "kept"))

        assert content.get(f"{core}credit").answer == credit
        assert content.get(mode).answer == expected
        assert content.tracking.success == success
        assert content.tracking.runtime["cmi.suspend_data"] == "kept"


def test_what_is_only_browsed_is_browsed_and_counts_nothing() -> None:
    content = Content(course(SCORM12), browse=True)

    assert content.get("cmi.core.lesson_mode").answer == "browse"
    assert content.get("cmi.core.credit").answer == "no-credit"
    assert content.finish().completion == "UNKNOWN"


@BOTH
def test_the_older_window_is_told_and_changes_nothing(standard: LearningStandard) -> None:
    content = Content(course(standard))
    content.sets(("cmi.suspend_data", "older"))
    content.session.supersede()

    refused = content.set("cmi.suspend_data", "newer")

    assert "launched again" in refused.diagnostic
    assert content.tracking.runtime["cmi.suspend_data"] == "older"


@BOTH
@pytest.mark.parametrize("running", [True, False])
def test_nothing_is_judged_where_a_course_is_launched_again(
    standard: LearningStandard, running: bool
) -> None:
    content = Content(course(standard, sco(scaled_passing_score=0.8)), running=running)
    content.session.supersede()

    assert outcome(content.tracking) == ("UNKNOWN", "UNKNOWN", None)


@BOTH
def test_the_attempt_of_the_older_window_goes_on(standard: LearningStandard) -> None:
    content = Content(course(standard))
    core = "cmi.core." if standard is SCORM12 else "cmi."
    content.sets((f"{core}session_time", "00:01:00" if standard is SCORM12 else "PT1M"))
    content.session.supersede()

    again = content.again()

    assert again.get(f"{core}entry").answer == "resume"
    assert again.tracking.attempts == 1
    total = "0000:01:00.00" if standard is SCORM12 else "PT0H1M0S"
    assert again.get(f"{core}total_time").answer == total
    assert content.tracking.seconds == 1.0


@BOTH
def test_leaving_twice_is_leaving_once(standard: LearningStandard) -> None:
    content = Content(course(standard))
    content.finish(session_time="00:00:10" if standard is SCORM12 else "PT10S")
    left = content.tracking.to_json()

    content.session.close(content.now + dt.timedelta(hours=1))

    assert content.tracking.to_json() == left


def test_where_content_asks_to_go_and_may_go() -> None:
    several = course(FOURTH, sco("one"), sco("two"), sco("three"))
    content = Content(several, "two")
    content.sets(("adl.nav.request", "{target=three}choice"))

    assert content.session.navigation == "{target=three}choice"
    valid = {
        what: content.get(f"adl.nav.request_valid.{what}").answer
        for what in ("continue", "previous", "choice.{target=one}", "choice.{target=four}")
    }
    assert list(valid.values()) == ["true", "true", "true", "false"]
    assert content.set("adl.nav.request_valid.continue", "true").error == 404
    assert content.again().session.navigation == "_none_"


def test_activities_share_their_stores() -> None:
    several = course(FOURTH, sco("one", shared_data=("urn:s",)), sco("two", shared_data=("urn:s",)))
    one = Content(several, "one")
    one.sets(("adl.data.0.store", "from one"))

    two = Content(several, "two", shared_data=one.session.shared_data)

    assert two.get("adl.data.0.store").answer == "from one"
    assert two.set("adl.data.1.store", "x").error == 351


@pytest.mark.parametrize("standard", [LearningStandard.CMI5, LearningStandard.XAPI])
def test_standards_without_a_run_time_api_are_not_launched_so(standard: LearningStandard) -> None:
    several = course(standard)

    with pytest.raises(KeyError):
        open_session(several, several.units[0], learner=ANNA, now=START)
