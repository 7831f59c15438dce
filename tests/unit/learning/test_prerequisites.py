"""Prerequisites of SCORM 1.2 and AICC."""

import pytest

from scormcloud_cli.learning import BadPrerequisite, Tracking, blocked, is_met
from tests.unit.learning.launches import SCORM12, course, folder, result_of, sco

KNOWN = {
    "p": "passed",
    "c": "completed",
    "f": "failed",
    "i": "incomplete",
    "n": "not attempted",
    "item-1.b_2": "passed",
}


@pytest.mark.parametrize(
    ("expression", "met"),
    [
        (None, True),
        (" ", True),
        ("P", True),
        ("C", True),
        ("F", False),
        ("ITEM-1.b_2", True),
        ("P & C", True),
        ("P&F", False),
        ("P|F", True),
        ("F|I|C", True),
        ("F | P & C", True),
        ("(F | P) & I", False),
        ("~F", True),
        ("~(P & C)", False),
        ("F = failed", True),
        ('F="failed"', True),
        ("F=F", True),
        ('N="not attempted"', True),
        ("N=N", True),
        ("P<>passed", False),
        ("I <> passed", True),
        ("~P=passed", False),
        ("{P,C}", True),
        ("{P,F}", False),
        ("2*{P,C,F}", True),
        ("3*{P,C,F}", False),
        ("1*{P&F, C}", True),
        ("0*{F}", True),
    ],
)
def test_an_expression_is_met_or_not(expression: str | None, met: bool) -> None:
    assert is_met(expression, KNOWN) == met


@pytest.mark.parametrize(
    "expression",
    ["X", "P &", "& P", "(P", "P)", "P C", "{P", "{}", "2*P", "P=", '"open', "~" * 99 + "P"],
)
def test_what_is_not_in_the_language_is_told(expression: str) -> None:
    with pytest.raises(BadPrerequisite, match="The prerequisite"):
        is_met(expression, KNOWN)


def test_what_waits_for_others_is_told_with_the_reason() -> None:
    tree = course(
        SCORM12,
        sco("a"),
        folder(sco("b"), sco("c", prerequisites="a"), identifier="inner", prerequisites="a"),
        sco("d", prerequisites="inner"),
        sco("e", prerequisites='a="not attempted"'),
        sco("f", prerequisites="nobody"),
    )
    waiting = {
        "inner": "'F' waits for: a",
        "b": "'F' waits for: a",
        "c": "'F' waits for: a",
        "d": "'D' waits for: inner",
    }
    assert blocked(result_of(tree, {})) == waiting

    done = Tracking(attempts=1, completion="COMPLETED", success="PASSED")
    assert blocked(result_of(tree, {"a": done})).keys() == {"d", "e"}
    all_done = dict.fromkeys(("a", "b", "c"), done)
    assert blocked(result_of(tree, all_done)).keys() == {"e"}
    begun = Tracking(attempts=1)
    assert blocked(result_of(tree, {"a": begun})).keys() == {"inner", "b", "c", "d", "e"}
