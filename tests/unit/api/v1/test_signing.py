"""The four vectors of docs/service/v1.md, Signing, and what they do not show."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from scormcloud_cli.api.v1.signing import serialize, sign, timestamp

SECRET = "examplesecretkey0001"
COMMON = [("appid", "EXAMPLEAPP"), ("ts", "20240102030405")]

CREATE = [
    ("method", "rustici.registration.createRegistration"),
    ("courseid", "golf-1"),
    ("regid", "r1"),
    ("fname", "Ann"),
    ("lname", "Lee"),
    ("learnerid", "ann@example.org"),
    ("courseTags", "a"),
    ("learnerTags", "b"),
    ("registrationTags", "c"),
]
DELETE_FILES = [
    ("method", "rustici.course.deleteFiles"),
    ("courseid", "Cours été – 日本"),  # noqa: RUF001 (the vector has it)
    ("path", "shared/b.js"),
    ("path", "Shared/a.css"),
    ("path", "img/é.png"),
]
LAUNCH = [
    ("method", "rustici.registration.launch"),
    ("regid", "reg-001"),
    ("redirecturl", "https://lms.example.org/done?x=1&y=2"),
    ("courseTags", "golf,safety"),
    ("learnerTags", "new hire"),
    ("registrationTags", "2024"),
    ("origin", "example.cli.1.0"),
    ("applib", "java"),
]


@pytest.mark.parametrize(
    ("parameters", "signature"),
    [
        ([("method", "rustici.debug.authPing")], "65b7f0b3d6377c41ddf093bb59786deb"),
        (CREATE, "d700df35842767152e73ae516093b85e"),
        (DELETE_FILES, "75d9cf9ac78b61aac661952dbed0371e"),
        (LAUNCH, "1bda62558ac5f7e4e971b4782c276fda"),
    ],
)
def test_the_vectors(parameters: list[tuple[str, str]], signature: str) -> None:
    assert sign(SECRET, [*parameters, *COMMON]) == signature


def test_names_are_sorted_whatever_their_case() -> None:
    assert serialize([("b", "1"), ("A", "2"), ("C", "3")]) == "A2b1C3"


def test_the_order_they_are_given_in_does_not_count() -> None:
    assert sign(SECRET, [*COMMON, *CREATE]) == sign(SECRET, [*reversed(CREATE), *COMMON])


def test_several_values_follow_their_name_once_by_code_point() -> None:
    assert serialize([("path", "b"), ("path", "a"), ("path", "B")]) == "pathBab"


def test_the_signature_and_the_file_are_not_signed() -> None:
    assert serialize([("sig", "x"), ("a", "1"), ("filedata", "y")]) == "a1"


def test_the_timestamp_is_utc() -> None:
    here = datetime(2024, 1, 2, 5, 4, 5, tzinfo=timezone(timedelta(hours=2)))
    assert timestamp(here) == timestamp(datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert timestamp(here) == "20240102030405"
