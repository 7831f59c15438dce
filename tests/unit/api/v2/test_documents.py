import json
from typing import Any

import pytest

from scormcloud_cli.api.errors import UnexpectedAnswer
from scormcloud_cli.api.v2.documents import check, decode


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"id": "go',
        b'{"id": NaN}',
        b'{"id": -Infinity}',
        b'{"score": 1e999}',
        b'{"version": ' + b"9" * 20 + b"}",
        b"[" * 200_000,
        b'{"a":' * 500 + b"1" + b"}" * 500,
        '{"id": "golf"}'.encode("utf-16")[:-1],
        b'{"id": "\xff"}',
    ],
)
def test_what_no_answer_of_the_service_is_is_no_answer(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        decode(body)


def test_numbers_of_the_service_are_read() -> None:
    body = b'{"a": -9223372036854775808, "b": 1e308, "c": 80}'
    assert decode(body) == {"a": -(2**63), "b": 1e308, "c": 80}


def test_activities_may_nest_deeper_than_any_course_has_them() -> None:
    body = b'{"children":[' * 80 + b"]}" * 80
    assert json.dumps(decode(body)).encode().replace(b" ", b"") == body


def test_half_a_character_is_replaced_and_a_whole_one_is_not() -> None:
    body = rb'{"title": "cut \ud83d", "tail": "\udfff.", "smile": "\ud83d\ude00", "b": "\\ud83d"}'
    assert decode(body) == {
        "title": "cut \N{REPLACEMENT CHARACTER}",
        "tail": "\N{REPLACEMENT CHARACTER}.",
        "smile": "\N{GRINNING FACE}",
        "b": r"\ud83d",
    }


@pytest.mark.parametrize(
    ("schema", "document", "said"),
    [
        ("CourseSchema", {"id": 5}, "an integer as id"),
        ("CourseSchema", {"id": "golf", "version": "1"}, "a string as version"),
        ("CourseSchema", {"id": "golf", "version": True}, "a boolean as version"),
        ("CourseSchema", {"id": "golf", "version": 1.5}, "a number as version"),
        ("CourseSchema", {"id": "golf", "tags": "a"}, "a string as tags"),
        ("CourseSchema", {"id": "golf", "tags": ["a", None]}, "a null as tags"),
        ("CourseSchema", {"id": "golf", "rootActivity": []}, "an array as rootActivity"),
        (
            "CourseSchema",
            {"id": "golf", "rootActivity": {"children": [{"title": {}}]}},
            "an object as title",
        ),
        ("CourseListSchema", {"courses": [["golf"]]}, "an array as courses"),
        ("CourseListSchema", ["golf"], "an array as CourseListSchema"),
        ("RegistrationSchema", {"id": "r", "registrationCompletion": 1}, "an integer as"),
    ],
)
def test_a_value_of_another_type_is_named(schema: str, document: Any, said: str) -> None:
    with pytest.raises(UnexpectedAnswer, match=said) as refused:
        check(schema, document)
    assert refused.value.hint


def test_what_is_null_is_absent() -> None:
    document: Any = {"id": "golf", "title": None, "rootActivity": {"title": None, "children": []}}
    check("CourseSchema", document)
    assert document == {"id": "golf", "rootActivity": {"children": []}}


def test_what_is_not_known_is_left_alone() -> None:
    document = {"id": "r", "new": None, "registrationSuccess": "EXCELLED", "score": {"scaled": 80}}
    before = json.dumps(document)
    check("RegistrationSchema", document)
    assert json.dumps(document) == before
