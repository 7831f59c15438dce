"""From the tracking of activities to the result of a registration, by the settings."""

from typing import Any

import pytest

from scormcloud_cli.api.catalog.settings import settings as catalogue
from scormcloud_cli.learning import Settings, Tracking, ignored_sequencing, runtime, states
from scormcloud_cli.learning.settings import setting_id
from scormcloud_cli.packages import LearningStandard
from scormcloud_cli.packages.models import Sequencing
from tests.unit.learning.launches import (
    AICC,
    FOURTH,
    SCORM12,
    SECOND,
    THIRD,
    Content,
    course,
    folder,
    result_of,
    sco,
)

C, N, U = "COMPLETED", "INCOMPLETE", "UNKNOWN"
P, F = "PASSED", "FAILED"
MODE, SCORES = "PlayerStatusRollupModeValue", "PlayerScoreRollupModeValue"


def did(completion: str = U, success: str = U, score: float | None = None) -> Tracking:
    return Tracking(attempts=1, completion=completion, success=success, score=score)


def three(
    *tracking: Tracking | None, standard: LearningStandard = SCORM12, settings: Any = None
) -> tuple[str, str, float | None]:
    """Return what comes of a course of as many units."""
    names = [f"u{number}" for number in range(len(tracking))]
    known = {name: one for name, one in zip(names, tracking, strict=True) if one}
    result = result_of(course(standard, *map(sco, names)), known, settings)
    return result.completion, result.success, result.score


def test_the_defaults_are_those_of_the_catalogue() -> None:
    defaults = {
        setting_id(name): catalogue()[setting_id(name)].default
        for name in Settings.__dataclass_fields__
    }

    assert Settings.of(defaults) == Settings() == Settings.of({})


@pytest.mark.parametrize(
    ("mode", "tracking", "expected"),
    [
        ("STATUS_PROVIDED_BY_COURSE", (did(N, P), did(C, F)), (N, P)),
        ("COMPLETE_WHEN_ALL_UNITS_COMPLETE", (did(C, F), did(C, P)), (C, F)),
        ("COMPLETE_WHEN_ALL_UNITS_COMPLETE", (did(C), None), (N, U)),
        ("COMPLETE_WHEN_ALL_UNITS_COMPLETE_AND_NOT_FAILED", (did(C, F), did(C, P)), (N, F)),
        ("COMPLETE_WHEN_ALL_UNITS_COMPLETE_AND_NOT_FAILED", (did(C, P), did(C, P)), (C, P)),
        ("COMPLETE_WHEN_ALL_UNITS_COMPLETE_AND_NOT_FAILED", (did(C, F),), (C, F)),
        ("COMPLETE_WHEN_THRESHOLD_SCORE_IS_MET", (did(N, U, 0.6), did(N, U, 0.8)), (C, U)),
        ("COMPLETE_WHEN_THRESHOLD_SCORE_IS_MET", (did(C, U, 0.6), did(C, U, 0.7)), (N, U)),
        ("COMPLETE_WHEN_THRESHOLD_SCORE_IS_MET", (did(C), did(C)), (N, U)),
        (
            "COMPLETE_WHEN_ALL_UNITS_COMPLETE_AND_THRESHOLD_SCORE_IS_MET",
            (did(C, U, 0.9), did(N)),
            (N, U),
        ),
        (
            "COMPLETE_WHEN_ALL_UNITS_COMPLETE_AND_THRESHOLD_SCORE_IS_MET",
            (did(C, U, 0.9), did(C)),
            (C, U),
        ),
        ("COMPLETE_WHEN_ALL_UNITS_ARE_PASSED", (did(C, P), did(C)), (N, U)),
        ("COMPLETE_WHEN_ALL_UNITS_ARE_PASSED", (did(N, P), did(C, P)), (C, P)),
    ],
)
def test_the_status_of_several_units(
    mode: str, tracking: tuple[Tracking | None, ...], expected: tuple[str, str]
) -> None:
    settings = {MODE: mode, "PlayerStatusRollupModeThresholdScore": "0.7"}

    assert three(*tracking, settings=settings)[:2] == expected
    assert three(*tracking, standard=AICC, settings=settings)[:2] == expected


def test_nothing_launched_is_unknown() -> None:
    assert three(None, None) == (U, U, None)


@pytest.mark.parametrize(
    ("tracking", "success"),
    [((did(C), did(C)), P), ((did(C), did(N)), U), ((did(C, F), did(N)), F)],
)
def test_the_rule_of_the_status_may_decide_success(
    tracking: tuple[Tracking, ...], success: str
) -> None:
    assert three(*tracking, settings={"PlayerApplyRollupStatusToSuccess": "true"})[1] == success


@pytest.mark.parametrize(
    ("first", "expected"), [(did(C, P), (C, U)), (did(C, F), (N, F)), (did(C), (N, U))]
)
def test_a_passed_pretest_completes_the_rest(first: Tracking, expected: tuple[str, str]) -> None:
    assert three(first, None, settings={"PlayerFirstScoIsPretest": "true"})[:2] == expected


@pytest.mark.parametrize(
    ("mode", "score"),
    [
        ("SCORE_PROVIDED_BY_COURSE", 0.9),
        ("AVERAGE_SCORE_OF_ALL_UNITS", 0.375),
        ("AVERAGE_SCORE_OF_ALL_UNITS_WITH_SCORES", 0.5),
        ("AVERAGE_SCORE_OF_ALL_UNITS_WITH_NONZERO_SCORES", 0.75),
        ("FIXED_AVERAGE", 0.15),
        ("LAST_SCO_SCORE", 0.6),
    ],
)
def test_the_score_of_several_units(mode: str, score: float) -> None:
    units = (did(C, U, 0.9), did(C), did(C, U, 0.0), did(C, U, 0.6))
    settings = {SCORES: mode, "PlayerScoreRollupModeNumberOfScoringObjects": 10}

    assert three(*units, settings=settings)[2] == score


def test_a_fixed_average_of_none_is_no_score() -> None:
    assert three(did(C, U, 1.0), did(C), settings={SCORES: "FIXED_AVERAGE"})[2] is None


def test_folders_are_as_far_as_what_is_in_them() -> None:
    tree = course(SCORM12, folder(sco("a"), sco("b"), identifier="inner"), sco("c"))
    result = result_of(tree, {"a": did(C, P, 0.8), "b": did(C, P, 0.6)})

    inner, c = result.children
    assert (inner.completion, inner.success, inner.score, inner.amount) == (C, P, 0.7, 1.0)
    assert (c.completion, c.amount) == (U, 0.0)
    assert (result.completion, result.amount) == (N, 0.5)
    assert result.by_id().keys() == {"root", "inner", "a", "b", "c"}


def test_time_adds_up_and_a_suspended_part_suspends_the_whole() -> None:
    tree = course(SCORM12, folder(sco("a"), sco("b")))
    suspended = Tracking(attempts=2, seconds=1.25, suspended=True)

    result = result_of(tree, {"a": suspended, "b": Tracking(attempts=1, seconds=2.5)})

    assert (result.seconds, result.suspended, result.attempts) == (3.75, True, 2)


# --- SCORM 2004 ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tracking", "expected"),
    [
        ((did(C, P), did(C, P)), (C, P)),
        ((did(C, P), did(N, F)), (N, F)),
        ((did(C, P), None), (U, U)),
        ((did(C, P), did(N)), (N, U)),
        ((did(C, P), did(U, F)), (U, F)),
        ((did(N, F), None), (U, U)),
        ((did(), did()), (U, U)),
        ((None, None), (U, U)),
    ],
)
def test_the_default_rules_of_2004(
    tracking: tuple[Tracking | None, ...], expected: tuple[str, str]
) -> None:
    assert three(*tracking, standard=FOURTH)[:2] == expected


@pytest.mark.parametrize("standard", [SECOND, THIRD, FOURTH])
def test_what_is_suspended_before_its_success_is_known_is_not_failed(
    standard: LearningStandard,
) -> None:
    suspended = Tracking(attempts=1, completion=N, suspended=True)

    assert three(suspended, standard=standard)[:2] == (N, U)


@pytest.mark.parametrize(
    ("required", "second", "success"),
    [
        ("ifAttempted", None, P),
        ("ifAttempted", did(), U),
        ("ifNotSuspended", Tracking(attempts=1, suspended=True), P),
        ("ifNotSuspended", did(), U),
        ("ifNotSuspended", None, P),
        ("ifNotSkipped", None, U),
        ("always", None, U),
    ],
)
def test_what_is_not_required_does_not_keep_the_whole_from_being_satisfied(
    required: str, second: Tracking | None, success: str
) -> None:
    sequencing = Sequencing(required_for_satisfied=required)
    tree = course(FOURTH, sco("a"), sco("b", sequencing=sequencing))

    assert result_of(tree, {"a": did(C, P)} | ({"b": second} if second else {})).success == success


@pytest.mark.parametrize(
    ("facts", "first", "expected"),
    [
        ({"required_for_not_satisfied": "ifAttempted"}, did(U, F), (U, F)),
        ({"required_for_incomplete": "ifAttempted"}, did(N), (N, U)),
        ({"required_for_completed": "ifAttempted"}, did(C), (C, U)),
        ({"required_for_incomplete": "ifAttempted"}, None, (U, U)),
    ],
)
def test_each_status_has_a_consideration_of_its_own(
    facts: dict[str, Any], first: Tracking | None, expected: tuple[str, str]
) -> None:
    tree = course(FOURTH, sco("a"), sco("b", sequencing=Sequencing(**facts)))
    result = result_of(tree, {"a": first} if first else {})

    assert (result.completion, result.success) == expected


def test_a_threshold_of_the_whole_leaves_open_what_was_never_begun() -> None:
    tree = course(FOURTH, sco("a"), completion_threshold=0.5, completed_by_measure=True)

    assert result_of(tree, {}).completion == U


def test_scores_of_2004_are_weighted_and_a_missing_one_counts_as_nothing() -> None:
    tree = course(
        FOURTH,
        sco("a", sequencing=Sequencing(measure_weight=1.0)),
        sco("b", sequencing=Sequencing(measure_weight=0.5)),
        sco("c", sequencing=Sequencing(measure_weight=0.5)),
    )
    result = result_of(tree, {"a": did(C, P, 0.8), "b": did(C, P, 0.4)})

    assert result.score == 0.5


@pytest.mark.parametrize(("score", "success"), [(0.8, P), (0.7, F), (None, U)])
def test_a_passing_score_of_the_whole_decides(score: float | None, success: str) -> None:
    tree = course(FOURTH, sco("a"), scaled_passing_score=0.75)

    assert result_of(tree, {"a": did(C, F, score)}).success == success


@pytest.mark.parametrize(("threshold", "completion"), [(0.6, C), (0.8, N)])
def test_a_threshold_of_the_whole_decides(threshold: float, completion: str) -> None:
    facts = {"completion_threshold": threshold, "completed_by_measure": True}
    tree = course(FOURTH, sco("a"), sco("b"), **facts)
    half = Tracking(attempts=1, completion=N, amount=0.4)

    assert result_of(tree, {"a": did(C), "b": half}).completion == completion


def test_progress_counts_by_its_weight() -> None:
    tree = course(
        FOURTH,
        sco("a", progress_weight=0.75),
        sco("b", progress_weight=0.25),
        completion_threshold=0.7,
        completed_by_measure=True,
    )
    result = result_of(tree, {"a": did(C), "b": did(N)})

    assert (result.completion, result.by_id()["a"].amount) == (C, 1.0)
    assert result_of(tree, {"a": did(N), "b": did(C)}).amount == 0.25


def test_what_does_not_count_is_left_out() -> None:
    tree = course(
        FOURTH,
        sco("a"),
        sco("b", sequencing=Sequencing(tracked=False)),
        sco("c", sequencing=Sequencing(rolls_up_success=False, rolls_up_completion=False)),
    )
    result = result_of(tree, {"a": did(C, P), "b": did(N, F), "c": did(N, F)})

    assert (result.completion, result.success) == (C, P)


@pytest.mark.parametrize(("setting", "expected"), [("false", (C, P)), ("true", (U, U))])
def test_where_nothing_counts_a_setting_decides(setting: str, expected: tuple[str, str]) -> None:
    tree = course(FOURTH, sco("a", sequencing=Sequencing(tracked=False)))
    result = result_of(tree, {}, {"PlayerRollupEmptySetToUnknown": setting})

    assert (result.completion, result.success) == expected


def test_what_of_the_sequencing_is_not_followed_is_said() -> None:
    tree = course(
        FOURTH,
        sco("a", sequencing=Sequencing(rules=("skip if satisfied",), attempt_limit="1")),
        sco("b", sequencing=Sequencing(rollup_rules=2)),
        sco("c", sequencing=Sequencing(flow=True)),
    )

    assert ignored_sequencing(tree) == [
        "a: the rule 'skip if satisfied', the limit of 1 attempts: not followed.",
        "b: 2 rollup rules: not followed.",
    ]


# --- What results tell -----------------------------------------------------------------------


def test_states_have_the_words_of_v2() -> None:
    content = Content(course(FOURTH))
    content.sets(
        ("cmi.interactions.0.id", "q1"),
        ("cmi.interactions.0.type", "long-fill-in"),
        ("cmi.interactions.0.objectives.0.id", "o1"),
        ("cmi.interactions.0.correct_responses.0.pattern", "Wien"),
        ("cmi.interactions.0.learner_response", "Graz"),
        ("cmi.interactions.0.result", "incorrect"),
        ("cmi.objectives.0.id", "o1"),
        ("cmi.objectives.0.success_status", "failed"),
        ("cmi.objectives.0.completion_status", "not attempted"),
        ("cmi.comments_from_learner.0.comment", "hard"),
        ("cmi.progress_measure", "0.5"),
        ("cmi.suspend_data", "p=1"),
    )
    tracking = content.finish(
        score__scaled="0.85",
        completion_status="incomplete",
        success_status="passed",
        session_time="PT1M30S",
        exit="suspend",
    )

    state = states(content.course, {"sco": tracking}, Settings())["sco"]

    assert state == {
        "attempts": 1,
        "completion": N,
        "success": P,
        "score": 85.0,
        "seconds": 18.0,
        "amount": 0.5,
        "suspended": True,
    }
    told = runtime(content.course.standard, tracking)
    assert told["completionStatus"] == "INCOMPLETE"
    assert (told["exit"], told["entry"]) == ("SUSPEND", "AB_INITIO")
    assert (told["scoreScaled"], told["scoreRaw"]) == ("0.85", "")
    assert (told["totalTime"], told["timeTracked"]) == ("0000:01:30.00", "0000:00:18.00")
    assert told["learnerComments"] == [{"value": "hard"}]
    assert told["runtimeInteractions"] == [
        {
            "id": "q1",
            "type": "LongFillIn",
            "objectives": ["o1"],
            "correctResponses": ["Wien"],
            "learnerResponse": "Graz",
            "result": "incorrect",
        }
    ]
    assert told["runtimeObjectives"] == [
        {
            "id": "o1",
            "runtimeObjectiveSuccessStatus": "FAILED",
            "runtimeObjectiveCompletionStatus": "NOT_ATTEMPTED",
        }
    ]


def test_states_of_scorm_12_have_the_same_words() -> None:
    content = Content(course(SCORM12))
    content.sets(
        ("cmi.comments", "hard"),
        ("cmi.objectives.0.id", "o1"),
        ("cmi.objectives.0.status", "passed"),
        ("cmi.interactions.0.id", "q1"),
        ("cmi.interactions.0.time", "10:00:00"),
    )
    tracking = content.finish(score__raw="85", lesson_status="failed")

    told = runtime(content.course.standard, tracking)

    assert (told["completionStatus"], told["runtimeSuccessStatus"]) == (C, F)
    assert (told["scoreScaled"], told["scoreRaw"]) == ("0.85", "85")
    assert told["exit"] == "UNKNOWN"
    assert told["runtimeObjectives"][0]["runtimeObjectiveSuccessStatus"] == P
    assert told["runtimeInteractions"][0]["timestamp"] == "10:00:00"
    all_states = states(content.course, {"sco": tracking}, Settings())
    assert (all_states["root"]["completion"], all_states["root"]["score"]) == (C, 85.0)
