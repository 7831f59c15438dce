"""A sitting that is played again from its log comes to the same, wherever it is interrupted."""

import datetime as dt
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from scormcloud_cli.learning import Tracking, runtime, states
from scormcloud_cli.learning.errors import WORDS_12, WORDS_2004
from scormcloud_cli.packages import LearningStandard
from tests.unit.learning.calls import STEPS, Step
from tests.unit.learning.launches import Content, course, sco

# A few hundred sessions each time, thousands in the nightly run.
TIMES = 1 if settings().derandomize else 15


CALLS = st.sampled_from(list(STEPS)).flatmap(
    lambda standard: st.tuples(
        st.just(standard), st.lists(st.sampled_from(STEPS[standard]), max_size=30)
    )
)


def launch(standard: LearningStandard, *, running: bool = True) -> Content:
    activity = sco(scaled_passing_score=0.8, shared_data=("urn:s",))
    return Content(course(standard, activity), running=running)


@settings(max_examples=200 * TIMES)
@given(CALLS)
def test_a_log_played_again_gives_the_same_state(case: tuple[LearningStandard, list[Step]]) -> None:
    standard, steps = case
    content = launch(standard)
    for step in steps:
        content.call(*step)
    log = [json.loads(json.dumps(call.to_json())) for call in content.session.log]

    replayed = launch(standard, running=False).session
    for call in log:
        now = dt.datetime.fromisoformat(call["at"])
        again = replayed.call(call["function"], *call["arguments"], now=now)
        assert (again.answer, again.error) == (call["answer"], call["error"])

    assert replayed.to_json() == content.session.to_json()
    told = [
        (
            states(content.course, {"sco": tracking}, content.settings),
            runtime(content.course.standard, tracking),
        )
        for tracking in (content.tracking, replayed.tracking)
    ]
    assert json.dumps(told[0]) == json.dumps(told[1])
    words = WORDS_2004 if "2004" in standard else WORDS_12
    assert all(call["error"] in words for call in log)


@settings(max_examples=60 * TIMES)
@given(CALLS, st.integers(0, 30))
def test_a_session_is_carried_over_exactly(
    case: tuple[LearningStandard, list[Step]], interrupted_at: int
) -> None:
    standard, steps = case
    whole, other = launch(standard), launch(standard)
    for number, step in enumerate(steps):
        if number == interrupted_at:
            other.session = other.carried_over()
        calls = whole.call(*step), other.call(*step)
        assert calls[0] == calls[1]

    assert whole.session.to_json() == other.session.to_json()
    record = json.loads(json.dumps(whole.tracking.to_json()))
    assert Tracking.from_json(record) == whole.tracking
