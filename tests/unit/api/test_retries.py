from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from scormcloud_cli.api.retries import Retries, retry_after


def test_the_service_says_how_long_to_wait() -> None:
    waits: list[float] = []
    notices: list[str] = []
    Retries(4, notices.append, waits.append).wait("GetCourse", "the service answered 503", 3, 7.0)
    assert waits == [7.0]
    assert notices == ["GetCourse: the service answered 503; trying again in 7.0 s (2 of 4)"]


def test_without_a_word_of_the_service_waits_grow_and_stay_below_20_seconds() -> None:
    waits: list[float] = []
    retries = Retries(12, None, waits.append)
    for tries_left in range(12, 0, -1):
        retries.wait("GetCourse", "no connection", tries_left)
    assert waits[0] <= 0.5
    assert max(waits) <= 20
    assert len(set(waits)) > 1  # jitter


@pytest.mark.parametrize(
    ("text", "seconds"), [("3", 3.0), (" 0 ", 0.0), ("", None), ("soon", None)]
)
def test_retry_after_in_seconds(text: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": text}) == seconds


def test_retry_after_as_a_date() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    seconds = retry_after({"retry-after": date})
    assert seconds is not None
    assert 55 < seconds <= 60
    past = format_datetime(datetime.now(UTC) - timedelta(seconds=60), usegmt=True)
    assert retry_after({"retry-after": past}) == 0


def test_no_header_is_no_wait() -> None:
    assert retry_after({}) is None
