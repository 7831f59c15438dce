"""Prerequisites of SCORM 1.2 and AICC."""

import pytest

from scormcloud_cli.learning import BadPrerequisite, Tracking, is_met, statuses
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


def test_statuses_come_from_what_activities_have_come_to() -> None:
    tree = course(SCORM12, folder(sco("A"), sco("B"), identifier="Inner"), sco("C"), sco("D"))
    result = result_of(
        tree,
        {
            "A": Tracking(attempts=1, completion="COMPLETED", success="PASSED"),
            "B": Tracking(attempts=1, completion="COMPLETED"),
            "C": Tracking(attempts=1),
        },
    )

    assert statuses(result) == {
        "root": "incomplete",
        "inner": "completed",
        "a": "passed",
        "b": "completed",
        "c": "incomplete",
        "d": "not attempted",
    }
