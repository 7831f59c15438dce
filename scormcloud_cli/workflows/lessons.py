"""What content says to its LMS: calls that are sensible by its standard, or those of a script."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from scormcloud_cli.api import files
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.api.scripts import as_text

PASS, FAIL, COMPLETE, UNFINISHED = "pass", "fail", "complete", ""
# In a launch's log, content that was left.
LEAVE = "UnloadSco"
_SCORES = {PASS: 100.0, FAIL: 0.0}


class Step(NamedTuple):
    """A call that content makes, and what it expects.

    Attributes:
        function: the API's function: ``SetValue``; `LEAVE` where content is left.
        arguments: its arguments.
        error: the code of the error that it expects; 0 for none.
        answer: the answer that it expects; None for any.
        activity: the identifier of the activity that makes it; None for the one to start with.
    """

    function: str
    arguments: tuple[str, ...]
    error: int = 0
    answer: str | None = None
    activity: str | None = None

    def __str__(self) -> str:
        """Return the call as content writes it."""
        return f"{self.function}({', '.join(map(json.dumps, self.arguments))})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """How a learner goes about each lesson.

    Attributes:
        result: `PASS`, `FAIL`, `COMPLETE`, or `UNFINISHED`.
        score: the score reported, 0 to 100; if None, 100 for a pass, 0 for a fail, else none.
        seconds: how long the content says that it took.
        suspend: whether the learner means to come back to it.
        must_count: whether it is an error where what is reported does not count.
    """

    result: str = PASS
    score: float | None = None
    seconds: float = 60
    suspend: bool = False
    must_count: bool = False

    @property
    def points(self) -> float | None:
        """The score reported, 0 to 100; None for none."""
        return _SCORES.get(self.result) if self.score is None else self.score


class Spelling(NamedTuple):
    """How a standard names what content says.

    Attributes:
        prefix: what the names of functions begin with.
        end: the function that ends it.
        core: what the names of the elements about the sitting begin with.
        is_2004: whether it is one of SCORM 2004.
        is_medium: whether it is the page of a player that shows a medium, and tells how much of it
            was seen.
    """

    prefix: str
    end: str
    core: str
    is_2004: bool
    is_medium: bool = False

    def call(self, verb: str, *arguments: str) -> Step:
        """Return a call: ``GetValue`` and its arguments."""
        return Step(self.prefix + verb, arguments)

    def sets(self, *pairs: tuple[str, str]) -> list[Step]:
        """Return calls that set elements, by their names below ``cmi.``."""
        return [self.call("SetValue", f"cmi.{name}", value) for name, value in pairs]


_SCORM12 = Spelling("LMS", "Finish", "core.", is_2004=False)
_SCORM2004 = Spelling("", "Terminate", "", is_2004=True)
_MEDIUM = _SCORM2004._replace(is_medium=True)


def spelling_of(standard: str) -> Spelling:
    """Return how content of a standard is spoken, which has a player around it.

    Args:
        standard: by v2's name: ``SCORM12``. Content of AICC may call the API of SCORM 1.2.
    """
    if standard == "UNKNOWN":
        return _MEDIUM
    return _SCORM2004 if standard.startswith("SCORM2004") else _SCORM12


def beginning(spelling: Spelling) -> list[Step]:
    """Return the calls that content begins with; the last two ask what `lesson` has to know."""
    return [
        spelling.call("Initialize", ""),
        spelling.call("GetValue", "cmi.interactions._count"),
        spelling.call("GetValue", "cmi.objectives._count"),
    ]


def lesson(
    spelling: Spelling, conduct: Conduct, *, interactions: int, objectives: int
) -> list[Step]:
    """Return the calls of a lesson with one question and one objective, from there to its end.

    Args:
        spelling: how its standard is spoken.
        conduct: how the learner goes about it.
        interactions: how many interactions there are from earlier sittings.
        objectives: how many objectives.
    """
    if spelling.is_medium:
        pairs = _medium(conduct)
    else:
        tell = _lesson_2004 if spelling.is_2004 else _lesson_12
        pairs = tell(conduct, interactions, objectives)
        pairs += [("suspend_data", json.dumps({"page": 2, "answers": [_answer(conduct)]}))]
    return [*spelling.sets(*pairs), spelling.call("Commit", ""), spelling.call(spelling.end, "")]


def _lesson_12(conduct: Conduct, interactions: int, objectives: int) -> list[tuple[str, str]]:
    question, objective = f"interactions.{interactions}.", f"objectives.{objectives}."
    question_id, objective_id = f"question-{interactions + 1}", f"objective-{objectives + 1}"
    status = {PASS: "passed", FAIL: "failed", COMPLETE: "completed"}.get(conduct.result)
    points = conduct.points
    minutes, seconds = divmod(round(conduct.seconds, 2), 60)
    time = f"{int(minutes // 60):04}:{int(minutes % 60):02}:{seconds:05.2f}"
    pairs = [
        ("core.lesson_status", "incomplete"),
        ("core.lesson_location", "page-2"),
        (objective + "id", objective_id),
        (question + "id", question_id),
        (question + "type", "choice"),
        (question + "objectives.0.id", objective_id),
        (question + "correct_responses.0.pattern", "a"),
        (question + "weighting", "1"),
        (question + "student_response", _answer(conduct)),
        (question + "result", "wrong" if conduct.result == FAIL else "correct"),
        (question + "latency", "00:00:05"),
    ]
    if points is not None:
        pairs += [(objective + "score.raw", _number(points)), ("core.score.min", "0")]
        pairs += [("core.score.max", "100"), ("core.score.raw", _number(points))]
    if status is not None:
        pairs += [(objective + "status", status), ("core.lesson_status", status)]
    pairs += [("core.exit", "suspend" if conduct.suspend else ""), ("core.session_time", time)]
    return pairs


def _lesson_2004(conduct: Conduct, interactions: int, objectives: int) -> list[tuple[str, str]]:
    question, objective = f"interactions.{interactions}.", f"objectives.{objectives}."
    question_id, objective_id = f"question-{interactions + 1}", f"objective-{objectives + 1}"
    success = {PASS: "passed", FAIL: "failed"}.get(conduct.result)
    completion = "incomplete" if conduct.result == UNFINISHED else "completed"
    points = conduct.points
    pairs = [
        ("location", "page-2"),
        (objective + "id", objective_id),
        (question + "id", question_id),
        (question + "type", "choice"),
        (question + "objectives.0.id", objective_id),
        (question + "correct_responses.0.pattern", "a"),
        (question + "weighting", "1"),
        (question + "learner_response", _answer(conduct)),
        (question + "result", "incorrect" if conduct.result == FAIL else "correct"),
        (question + "latency", "PT5S"),
        (question + "description", "Which of these is right?"),
        ("progress_measure", "0.5" if conduct.result == UNFINISHED else "1"),
    ]
    if points is not None:
        scaled = _number(points / 100, 4)
        pairs += [(objective + "score.scaled", scaled), ("score.min", "0"), ("score.max", "100")]
        pairs += [("score.raw", _number(points)), ("score.scaled", scaled)]
    if success is not None:
        pairs += [(objective + "success_status", success), ("success_status", success)]
    pairs += [(objective + "completion_status", completion), ("completion_status", completion)]
    pairs += [("exit", "suspend" if conduct.suspend else "normal")]
    pairs += [("session_time", f"PT{_number(conduct.seconds)}S")]
    return pairs


def _medium(conduct: Conduct) -> list[tuple[str, str]]:
    """Return what the page of a medium tells: it is seen to its end, or to the middle."""
    return [
        ("progress_measure", "0.5" if conduct.result == UNFINISHED else "1"),
        ("exit", "suspend" if conduct.suspend else "normal"),
        ("session_time", f"PT{_number(conduct.seconds)}S"),
    ]


def _answer(conduct: Conduct) -> str:
    return "b" if conduct.result == FAIL else "a"


def _number(value: float, digits: int = 2) -> str:
    """Return a number as both standards write it, without exponent."""
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")


def read_script(path: Path) -> list[Step]:
    """Return the calls of a script, or of the log of a launch.

    It is TOML with a ``[[call]]`` for each, or JSON: an object a line, or an array. A call has
    ``function`` and ``arguments``, and may have ``error``, ``answer`` and ``activity``. Of all else
    that a log tells only that counts that content was left. Of launches with their logs, as
    `registration history --log` prints them, the newest is meant.

    Raises:
        UsageError: the file is missing, unreadable, or no such script.
    """
    text = files.read_text(path)
    try:
        if path.suffix == ".toml":
            records = tomllib.loads(text)["call"]
        elif text.lstrip().startswith("["):
            records = json.loads(text)
        else:
            records = [json.loads(line) for line in text.splitlines() if line.strip()]
        if records and "historyLog" in records[-1]:
            records = records[-1]["historyLog"]
        return [_step(record) for record in records if record.get("event", LEAVE) == LEAVE]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(
            f"{path} is no script of calls: {error}",
            code="bad_script",
            hint='a call is {"function": "LMSSetValue", "arguments": ["cmi.suspend_data", "x"]}',
        ) from None


def _step(record: Any) -> Step:
    answer, activity = record.get("answer"), record.get("activity")
    if "event" in record:
        return Step(LEAVE, (), activity=record["activity"])
    arguments: Sequence[object] = record["arguments"]
    if isinstance(arguments, str):
        raise TypeError("arguments is a list")
    return Step(
        as_text(record["function"]),
        tuple(map(as_text, arguments)),
        int(record.get("error", 0)),
        None if answer is None else str(answer),
        None if activity is None else str(activity),
    )
