from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scormcloud_cli.emulator import results

TREE = {
    "itemIdentifier": "root",
    "title": "Root",
    "children": [
        {"itemIdentifier": "one", "title": "One"},
        {"itemIdentifier": "two", "title": "Two"},
    ],
}
state = st.fixed_dictionaries(
    {
        "attempts": st.integers(0, 9),
        "completion": st.sampled_from(["UNKNOWN", "COMPLETED", "INCOMPLETE"]),
        "success": st.sampled_from(["UNKNOWN", "PASSED", "FAILED"]),
        "seconds": st.integers(0, 100_000).map(lambda hundredths: hundredths / 100),
        "suspended": st.booleans(),
        "objectives": st.just([{"id": "o", "objectiveSuccess": "PASSED"}]),
        "runtime": st.just({"suspendData": "x", "runtimeInteractions": [{"id": "i"}]}),
    },
    optional={"score": st.floats(0, 100)},
)


def whole(states: dict[str, Any]) -> dict[str, Any]:
    return results.details(TREE, states, children=True, interactions=True, runtime=True)


@given(st.dictionaries(st.sampled_from(["root", "one", "two"]), state))
def test_a_result_that_is_read_back_tells_the_same(states: dict[str, Any]) -> None:
    told = whole(states)
    assert whole(results.states(told)) == told
