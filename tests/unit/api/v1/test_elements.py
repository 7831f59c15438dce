from xml.etree.ElementTree import fromstring

import pytest

from scormcloud_cli.api.errors import UnexpectedAnswer
from scormcloud_cli.api.v1.elements import attribute, number, truth, whole_number


@pytest.mark.parametrize(
    ("digits", "whole"),
    [
        ("12", 12),
        ("-3", -3),
        *((strange, None) for strange in ("", "--5", "-", "1.5", "\u00b2", "\u0663", "9" * 5000)),
    ],
)
def test_a_whole_number_is_one_of_the_service_or_none(digits: str, whole: int | None) -> None:
    assert whole_number(digits) == whole


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("80", 80.0),
        ("-0.25", -0.25),
        (".5", 0.5),
        ("1.0E-5", 0.00001),
        *((strange, None) for strange in ("unknown", "NaN", "inf", "1e999", "9" * 5000, "1_0")),
    ],
)
def test_a_number_is_finite_or_none(digits: str, value: float | None) -> None:
    assert number(fromstring(f"<rsp><score>{digits}</score></rsp>"), "score") == value


def test_a_truth_is_told_or_the_answer_is_none() -> None:
    assert truth(fromstring("<rsp><result>true</result></rsp>"), "result") is True
    assert truth(fromstring("<rsp><result>false</result></rsp>"), "result") is False
    for strange in ("<rsp/>", "<rsp><result>maybe</result></rsp>"):
        with pytest.raises(UnexpectedAnswer):
            truth(fromstring(strange), "result")


def test_a_thing_without_its_id_is_none() -> None:
    assert attribute(fromstring('<course id="golf"/>'), "id") == "golf"
    with pytest.raises(UnexpectedAnswer, match="a course without id"):
        attribute(fromstring("<course/>"), "id")
