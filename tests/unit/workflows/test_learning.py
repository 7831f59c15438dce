"""A learner without a browser, played against the run-time that the emulator has."""

import json
from pathlib import Path

import pytest

from scormcloud_cli.api.errors import JobFailed, UsageError
from scormcloud_cli.api.messages import Answer, Request
from scormcloud_cli.learning import Course
from scormcloud_cli.packages import Activity, ActivityKind, LearningStandard
from scormcloud_cli.packages.models import Sequencing
from scormcloud_cli.workflows.learning import learn
from scormcloud_cli.workflows.lessons import (
    COMPLETE,
    FAIL,
    PASS,
    UNFINISHED,
    Conduct,
    Step,
    read_script,
)
from tests.unit.workflows.players import LINK, Player

SCORM12 = LearningStandard.SCORM12
PLAYED = [one for one in LearningStandard if one.startswith(("SCORM", "AICC"))]


def course(
    standard: LearningStandard, *identifiers: str, kind: ActivityKind = ActivityKind.SCO
) -> Course:
    by_content = Sequencing(completion_set_by_content=True, objective_set_by_content=True)
    lessons = tuple(
        Activity(identifier=identifier, title="", kind=kind, launch="a.html", sequencing=by_content)
        for identifier in identifiers or ("lesson",)
    )
    root = Activity(identifier="root", title="", kind=ActivityKind.AGGREGATION, children=lessons)
    return Course(standard, root)


@pytest.mark.parametrize("standard", PLAYED)
@pytest.mark.parametrize(
    ("result", "completion", "success", "score"),
    [
        (PASS, "COMPLETED", "PASSED", 1),
        (FAIL, "COMPLETED", "FAILED", 0),
        (COMPLETE, "COMPLETED", "UNKNOWN", None),
        (UNFINISHED, "INCOMPLETE", "UNKNOWN", None),
    ],
)
def test_a_lesson_comes_to_what_the_learner_was_told(
    standard: LearningStandard, result: str, completion: str, success: str, score: float | None
) -> None:
    player = Player(course(standard))
    learn(player, LINK, Conduct(result=result, suspend=not result))
    came_to = player.tracking["lesson"]
    assert (came_to.completion, came_to.success, came_to.score) == (completion, success, score)
    assert player.exits == 1


@pytest.mark.parametrize("standard", PLAYED)
def test_a_score_and_a_time_are_reported(standard: LearningStandard) -> None:
    player = Player(course(standard))
    learn(player, LINK, Conduct(score=72.5, seconds=3725))
    assert player.result.score == 0.725
    runtime = player.tracking["lesson"].runtime
    total = runtime.get("cmi.core.total_time") or runtime["cmi.total_time"]
    assert total in ("0001:02:05.00", "0001:02:05", "PT1H2M5S")


@pytest.mark.parametrize("standard", PLAYED)
def test_a_learner_who_comes_back_goes_on_and_adds_to_what_was_reported(
    standard: LearningStandard,
) -> None:
    player = Player(course(standard))
    learn(player, LINK, Conduct(result=UNFINISHED, suspend=True))
    assert player.result.suspended
    learn(player, LINK, Conduct())
    assert player.result.success == "PASSED"
    runtime = player.tracking["lesson"].runtime
    assert (runtime["cmi.interactions.0.id"], runtime["cmi.interactions.1.id"]) == (
        "question-1",
        "question-2",
    )


@pytest.mark.parametrize("standard", PLAYED)
def test_all_lessons_are_played_in_order(standard: LearningStandard) -> None:
    player = Player(course(standard, "one", "two", "three/4?"))
    learn(player, LINK, Conduct())
    assert list(dict.fromkeys(activity for activity, _ in player.said)) == [
        "one",
        "two",
        "three/4?",
    ]
    assert player.result.completion == "COMPLETED"


def test_a_lesson_that_waits_for_another_is_played_after_it() -> None:
    first, second = course(SCORM12, "first", "second").root.children
    waiting = Activity(
        identifier="waiting", title="", kind=ActivityKind.SCO, launch="a", prerequisites="second"
    )
    root = Activity(
        identifier="root",
        title="",
        kind=ActivityKind.AGGREGATION,
        children=(waiting, first, second),
    )
    player = Player(Course(SCORM12, root))
    learn(player, LINK, Conduct())
    assert list(player.tracking) == ["first", "second", "waiting"]


def test_an_asset_is_looked_at_and_calls_nothing() -> None:
    player = Player(course(SCORM12, kind=ActivityKind.ASSET))
    learn(player, LINK, Conduct())
    assert player.said == []


def test_a_launch_for_review_is_told_from_learning() -> None:
    assert learn(Player(course(SCORM12)), LINK, Conduct()) == "learned"
    assert learn(Player(course(SCORM12), credit=False), LINK, Conduct()) == "reviewed"


def test_a_result_that_must_count_is_not_reported_without_credit() -> None:
    player = Player(course(SCORM12), credit=False)
    with pytest.raises(JobFailed, match="without credit") as refusal:
        learn(player, LINK, Conduct(must_count=True))
    assert "new-instance ann" in str(refusal.value.hint)
    assert (player.said, player.exits) == ([], 1)


@pytest.mark.parametrize(
    ("result", "completion"), [(PASS, "COMPLETED"), (UNFINISHED, "INCOMPLETE")]
)
def test_a_medium_is_seen_and_not_passed(result: str, completion: str) -> None:
    medium = Activity(
        identifier="media",
        title="",
        kind=ActivityKind.ASSET,
        launch="talk.mp3",
        completion_threshold=0.95,
        completed_by_measure=True,
        sequencing=Sequencing(objective_set_by_content=True),
    )
    player = Player(Course(LearningStandard.UNKNOWN, medium))
    learn(player, LINK, Conduct(result=result))
    came_to = player.tracking["media"]
    assert (came_to.completion, came_to.success) == (completion, "UNKNOWN")


@pytest.mark.parametrize("standard", ["CMI5", "XAPI"])
def test_other_standards_are_refused(standard: str) -> None:
    with pytest.raises(UsageError, match="cannot be learned without a browser"):
        learn(Player(course(LearningStandard(standard))), LINK, Conduct())


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, {}, b"<html>"),
        Answer(404, {}, b""),
        Answer(302, {"location": "https://x.example/elsewhere"}, b""),
    ],
)
def test_a_link_that_leads_to_no_player_is_refused(answer: Answer) -> None:
    def elsewhere(_request: Request) -> Answer:
        return answer

    with pytest.raises(UsageError, match="leads to no player"):
        learn(elsewhere, LINK, Conduct())


def test_a_signed_link_of_v1_leads_to_the_player_too() -> None:
    player = Player(course(SCORM12))

    def redirected(request: Request) -> Answer:
        return Answer(302, {"location": LINK}, b"") if "/api?" in request.url else player(request)

    learn(redirected, "http://127.0.0.1:2/api?method=rustici.registration.launch", Conduct())
    assert player.exits == 1


def test_a_script_is_carried_out_call_by_call(tmp_path: Path) -> None:
    script = tmp_path / "script.toml"
    script.write_text(
        """
        [[call]]
        function = "LMSInitialize"
        arguments = [""]
        [[call]]
        function = "LMSSetValue"
        arguments = ["cmi.core.lesson_status", "splendid"]
        error = 405
        [[call]]
        function = "LMSGetValue"
        arguments = ["cmi.core.student_name"]
        answer = "Li, Anna"
        [[call]]
        activity = "two"
        function = "LMSInitialize"
        arguments = [""]
        """
    )
    player = Player(course(SCORM12, "one", "two"))
    learn(player, LINK, Conduct(), read_script(script))
    assert player.said == [
        ("one", "LMSInitialize"),
        ("one", "LMSSetValue"),
        ("one", "LMSGetValue"),
        ("two", "LMSInitialize"),
    ]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (
            Step("LMSSetValue", ("cmi.core.lesson_status", "splendid")),
            r'lesson: LMSSetValue\("cmi.core.lesson_status", "splendid"\) answered \'false\', '
            "error 405: Incorrect data type",
        ),
        (Step("LMSCommit", ("",), error=391), r"answered 'true' \(expected error 391\)"),
        (Step("LMSCommit", ("",), answer="false"), r"answered 'true' \(expected 'false'\)"),
    ],
)
def test_an_answer_that_was_not_expected_fails_after_the_course_is_exited(
    step: Step, words: str
) -> None:
    player = Player(course(SCORM12))
    with pytest.raises(JobFailed, match=words) as failure:
        learn(player, LINK, Conduct(), [Step("LMSInitialize", ("",)), step])
    assert failure.value.exit_code == 7
    assert player.exits == 1


@pytest.mark.parametrize("as_array", [True, False])
def test_the_log_of_a_launch_is_replayed_to_the_same_end(tmp_path: Path, as_array: bool) -> None:
    first = Player(course(SCORM12))
    log: list[dict[str, object]] = []

    def recorded(request: Request) -> Answer:
        answer = first(request)
        if "/calls/" in request.url:
            answers = json.loads(answer.body)["answers"]
            for asked, told in zip(request.body["calls"], answers, strict=True):
                line = {"function": asked["function"], "arguments": asked["arguments"]}
                log.append(line | {"answer": told["answer"], "error": int(told["code"])})
        return answer

    learn(recorded, LINK, Conduct(score=88))
    path = tmp_path / "log.json"
    path.write_text(json.dumps(log) if as_array else "\n".join(map(json.dumps, log)))
    second = Player(course(SCORM12))
    learn(second, LINK, Conduct(), read_script(path))
    assert second.tracking == first.tracking


def test_a_script_says_values_as_content_does(tmp_path: Path) -> None:
    path = tmp_path / "script.jsonl"
    path.write_text('{"function": "LMSSetValue", "arguments": [true, null, 5, "x\\ud83d"]}')
    (step,) = read_script(path)
    assert step.arguments == ("true", "null", "5", "x\ufffd")


@pytest.mark.parametrize(
    "text",
    ["{", "[1]", "{}", '{"function": "LMSCommit", "arguments": "x"}', '"x"', '[{"function": 1}]'],
)
def test_what_is_no_script_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "script.jsonl"
    path.write_text(text)
    with pytest.raises(UsageError, match="is no script of calls"):
        read_script(path)


@pytest.mark.parametrize("standard", PLAYED)
@pytest.mark.parametrize(("score", "seconds"), [(0.001, 0.001), (99.999, 59.999), (50, 1e7)])
def test_odd_numbers_are_written_as_the_standards_want_them(
    standard: LearningStandard, score: float, seconds: float
) -> None:
    player = Player(course(standard))
    learn(player, LINK, Conduct(score=score, seconds=seconds))
    assert player.result.score == pytest.approx(score / 100, abs=1e-4)
