"""Responses to interactions and patterns of right ones, type by type, at their limits."""

from typing import Any

import pytest

from scormcloud_cli.learning import STRICT, VENDOR
from tests.unit.learning.launches import FOURTH, SCORM12, Content, course

_IDS = [f"c{number}" for number in range(40)]
SERIES = "[,]".join


def answer(kind: str, response: str, *, pattern: bool = False, **options: Any) -> int:
    """Return the code of a response, or of the first pattern, to an interaction of a type."""
    content = Content(course(FOURTH), **options)
    content.sets(("cmi.interactions.0.id", "q"), ("cmi.interactions.0.type", kind))
    what = "correct_responses.0.pattern" if pattern else "learner_response"
    return content.set(f"cmi.interactions.0.{what}", response).error


GOOD = [
    ("true-false", "true"),
    ("choice", ""),
    ("choice", "a"),
    ("choice", "a[,]b"),
    ("choice", SERIES(_IDS[:36])),
    ("fill-in", ""),
    ("fill-in", "Paris"),
    ("fill-in", "{lang=de}Wien[,]Rome[,]" + "x" * 250),
    ("long-fill-in", "x" * 4000),
    ("long-fill-in", "{lang=en}" + "x" * 4000),
    ("matching", ""),
    ("matching", "a[.]1[,]b[.]2"),
    ("performance", "step[.]done"),
    ("performance", "[.]3.5[,]step[.]"),
    ("performance", SERIES(["s[.]a"] * 125)),
    ("sequencing", "a[,]b[,]a"),
    ("likert", "strongly_agree"),
    ("numeric", "-4.2"),
    ("other", "{anything} at [,] all"),
]
BAD = [
    ("true-false", "t"),
    ("true-false", ""),
    ("choice", "a[,]"),
    ("choice", "a[,]a"),
    ("choice", "a b"),
    ("choice", SERIES(_IDS[:37])),
    ("choice", "x" * 251),
    ("fill-in", "{lang=no language}x"),
    ("fill-in", "x" * 251),
    ("fill-in", SERIES(["x"] * 11)),
    ("long-fill-in", "x" * 4001),
    ("matching", "a"),
    ("matching", "a[.]1[.]2"),
    ("matching", "a[.]"),
    ("performance", "step"),
    ("performance", "[.]"),
    ("performance", "a[.]b[.]c"),
    ("performance", SERIES(["s[.]a"] * 126)),
    ("sequencing", "a[,][,]b"),
    ("likert", ""),
    ("likert", "x" * 251),
    ("numeric", "four"),
    ("numeric", "1[:]2"),
    ("other", "x" * 4001),
]


@pytest.mark.parametrize(("kind", "response"), GOOD)
def test_a_response_in_the_form_of_its_type_is_taken(kind: str, response: str) -> None:
    assert answer(kind, response) == 0


@pytest.mark.parametrize(("kind", "response"), BAD)
def test_a_response_in_another_form_is_a_mismatch(kind: str, response: str) -> None:
    assert answer(kind, response) == 406


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        ("fill-in", "{case_matters=true}{order_matters=false}Paris[,]Rome"),
        ("fill-in", "{order_matters=true}{case_matters=true}{lang=de}Wien"),
        ("long-fill-in", "{case_matters=false}{lang=de}Wien"),
        ("matching", "a[.]1"),
        ("performance", "{order_matters=false}step[.]1[:]2[,]other[.][:]5"),
        ("sequencing", "a[,]b"),
        ("numeric", "1[:]2"),
        ("numeric", "[:]"),
        ("numeric", "1[:]"),
    ],
)
def test_a_pattern_in_the_form_of_its_type_is_taken(kind: str, pattern: str) -> None:
    assert answer(kind, pattern, pattern=True) == 0


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        ("fill-in", "{case_matters=perhaps}Paris"),
        ("matching", ""),
        ("performance", "step[.]2[:]1"),
        ("sequencing", ""),
        ("numeric", "2"),
        ("numeric", "2[:]1"),
        ("numeric", "a[:]b"),
    ],
)
def test_a_pattern_in_another_form_is_a_mismatch(kind: str, pattern: str) -> None:
    assert answer(kind, pattern, pattern=True) == 406


@pytest.mark.parametrize("kind", ["true-false", "likert", "numeric", "other"])
def test_some_types_have_one_pattern_only(kind: str) -> None:
    pattern = {"true-false": "true", "numeric": "1[:]2"}.get(kind, "a")
    content = Content(course(FOURTH))
    responses = "cmi.interactions.0.correct_responses"
    content.sets(("cmi.interactions.0.id", "q"), ("cmi.interactions.0.type", kind))
    content.sets((f"{responses}.0.pattern", pattern))

    assert content.set(f"{responses}.1.pattern", pattern).error == 351
    assert content.get(f"{responses}._count").answer == "1"


@pytest.mark.parametrize(("kind", "again"), [("choice", 351), ("sequencing", 351), ("fill-in", 0)])
def test_a_choice_has_no_pattern_twice(kind: str, again: int) -> None:
    content = Content(course(FOURTH))
    responses = "cmi.interactions.0.correct_responses"
    content.sets(("cmi.interactions.0.id", "q"), ("cmi.interactions.0.type", kind))
    content.sets((f"{responses}.0.pattern", "a[,]b"))

    assert content.set(f"{responses}.1.pattern", "a[,]b").error == again


def test_another_type_takes_the_responses_of_the_former_away() -> None:
    content = Content(course(FOURTH))
    content.sets(
        ("cmi.interactions.0.id", "q"),
        ("cmi.interactions.0.type", "choice"),
        ("cmi.interactions.0.learner_response", "a"),
        ("cmi.interactions.0.correct_responses.0.pattern", "a"),
        ("cmi.interactions.0.type", "numeric"),
    )

    assert content.get("cmi.interactions.0.learner_response").error == 403
    assert content.get("cmi.interactions.0.correct_responses._count").answer == "0"
    assert content.get("cmi.interactions.0.id").answer == "q"


@pytest.mark.parametrize(("kind", "response"), BAD)
def test_nothing_is_checked_where_the_course_says_so(kind: str, response: str) -> None:
    settings = {"PlayerValidateInteractionResponses": "false"}

    assert answer(kind, response, settings=settings, leniency=VENDOR) == 0


# SCORM 1.2: the response, and whether the books and the vendor take it.
FEEDBACK = [
    ("true-false", "t", True, True),
    ("true-false", "1", True, True),
    ("true-false", "true", False, True),
    ("true-false", "yes", False, False),
    ("choice", "a", True, True),
    ("choice", "{a,b}", True, True),
    ("choice", "A,B", False, True),
    ("choice", "first", False, False),
    ("fill-in", "anything at all", True, True),
    ("matching", "1.a,2.b", True, True),
    ("matching", "{1.a}", True, True),
    ("matching", "1-a", False, False),
    ("performance", "x" * 255, True, True),
    ("performance", "x" * 256, False, False),
    ("sequencing", "a,b,c", True, True),
    ("sequencing", "{a,b}", False, False),
    ("likert", "3", True, True),
    ("likert", "", True, True),
    ("likert", "agree", False, True),
    ("numeric", "4.2", True, True),
    ("numeric", "four", False, False),
]


@pytest.mark.parametrize(("kind", "response", "by_the_books", "by_the_vendor"), FEEDBACK)
def test_feedback_of_scorm_12(
    kind: str, response: str, by_the_books: bool, by_the_vendor: bool
) -> None:
    for leniency, is_good in ((STRICT, by_the_books), (VENDOR, by_the_vendor)):
        content = Content(course(SCORM12), leniency=leniency)
        content.sets(("cmi.interactions.0.type", kind))
        for name in ("student_response", "correct_responses.0.pattern"):
            call = content.set(f"cmi.interactions.0.{name}", response)

            assert call.error == (0 if is_good else 405), (leniency, name)


def test_feedback_of_no_known_type_is_any_text() -> None:
    content = Content(course(SCORM12))

    assert content.set("cmi.interactions.0.student_response", "whatever").error == 0
