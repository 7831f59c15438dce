"""Content in a browser and a scripted learner hear the same answers, and come to the same."""

import json
import random
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import settings

from scormcloud_cli.packages import LearningStandard
from tests.support.browsers import IN_A_BROWSER, chromium, until
from tests.support.made_courses import STANDARDS, write_course
from tests.support.results import Run
from tests.unit.learning.calls import STEPS

pytestmark = IN_A_BROWSER
# How many lists of calls a standard: a few each time, hundreds in the nightly run.
LISTS = 1 if settings().derandomize else 100
CONTENT = """<body><script>
function find(name) {
  let w = window;
  while (!w[name] && w.parent !== w) w = w.parent;
  return w[name];
}
const api = find("API") ?? find("API_1484_11");
function run(calls) { return calls.map(([name, ...values]) => api[name](...values)); }
</script></body>"""
ODD = (True, None, 5, -0.5, "\ud83d", "a\0b", "\u2028", "<&>\"'", "x" * 70_000)
# What tells the time, or which registration it is.
_OF_ITS_OWN = (
    *("id", "updated", "createdDate", "firstAccessDate", "lastAccessDate", "completedDate"),
    *("totalSecondsTracked", "xapiRegistrationId", "learner", "timeTracked", "totalTime"),
    *("totalTimeTracked", "attemptedTime", "sessionTime"),
)


def made_up(chance: random.Random, standard: LearningStandard) -> list[list[object]]:
    """Return calls, each followed by the questions that tell its error."""
    prefix = "" if "2004" in standard else "LMS"
    known = [step for step in STEPS[standard] if step[0] != "Nonsense"]
    steps: list[list[object]] = [["Initialize", ""]] if chance.random() < 0.9 else []
    for _ in range(chance.randint(0, 20)):
        step: list[object] = list(chance.choice(known))
        if chance.random() < 0.1:
            step[chance.randint(1, len(step)) :] = [chance.choice(ODD)]
        steps.append(step)
    questions: list[list[object]] = [["GetLastError"], ["GetDiagnostic", ""]]
    return [[f"{prefix}{name}", *values] for step in steps for name, *values in (step, *questions)]


def as_script(calls: list[list[object]], answers: list[str]) -> str:
    """Return a script of calls that expects these answers, and of content that is left then."""
    lines: list[dict[str, object]] = []
    for place, ((function, *arguments), answer) in enumerate(zip(calls, answers, strict=True)):
        error = int(answers[place + 1]) if place % 3 == 0 else 0
        if "Get" in str(function) and "Value" not in str(function):
            error = 0
        lines.append(
            {"function": function, "arguments": arguments, "answer": answer, "error": error}
        )
    # Content was opened, even where it has called nothing.
    lines.append({"event": "UnloadSco", "activity": "i0"})
    return "\n".join(map(json.dumps, lines))


def has_exited(scloud: Run, registration: str) -> bool:
    return "exitTime" in scloud("registration", "history", registration).json[-1]


def told(scloud: Run, registration: str) -> Any:
    shown = scloud("registration", "show", registration, "--children", "--runtime").json
    return without_own(shown)


def without_own(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_own(of) for key, of in value.items() if key not in _OF_ITS_OWN}
    return [without_own(of) for of in value] if isinstance(value, list) else value


def test_a_browser_and_a_script_hear_the_same_and_come_to_the_same(
    scloud: Run, tmp_path: Path
) -> None:
    chance = random.Random(2004)
    script = tmp_path / "script.jsonl"
    with chromium() as browser:
        page = browser.new_page()
        for standard in STANDARDS:
            write_course(tmp_path / "course.zip", standard, html=CONTENT)
            course = f"alike-{standard}"
            imported = scloud("course", "import", str(tmp_path / "course.zip"), "--id", course)
            assert imported.code == 0, imported.err
            for number in range(LISTS):
                names = [f"{course}-{number}-{who}" for who in ("browser", "script")]
                for name in names:
                    create = ("--course", course, "--learner", "ann", "--id", name)
                    assert scloud("registration", "create", *create).code == 0
                calls = made_up(chance, standard)
                page.goto(scloud("registration", "launch", names[0]).json["launchLink"])
                page.wait_for_function("!!frames[0]?.run")
                answers = page.frames[1].evaluate("calls => run(calls)", calls)
                page.goto("about:blank")
                until(partial(has_exited, scloud, names[0]))
                script.write_text(as_script(calls, answers))
                done = scloud("emulator", "learn", names[1], "--script", str(script))
                assert done.code == 0, (done.err, script.read_text()[-3000:])
                assert told(scloud, names[1]) == told(scloud, names[0])
