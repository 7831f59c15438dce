import pytest

from scormcloud_cli.api.pace import Pace


class Time:
    """A clock that moves when somebody waits."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float] = []

    def wait(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


def pace(time: Time, per_second: float | None = None) -> Pace:
    return Pace(per_second, clock=lambda: time.now, pause=time.wait)


def test_without_a_limit_nobody_waits(time: Time) -> None:
    one = pace(time)
    for _ in range(5):
        one.wait()
    assert time.waits == []


def test_a_limit_spaces_requests_evenly(time: Time) -> None:
    one = pace(time, 10)
    for _ in range(3):
        one.wait()
    assert time.waits == [0.1, 0.1]


def test_everybody_waits_as_long_as_the_service_asks(time: Time) -> None:
    one = pace(time)
    one.slow_down(3)
    one.wait()
    assert time.waits == [3]


def test_each_refusal_makes_the_distance_longer_and_answers_shorten_it(time: Time) -> None:
    one = pace(time)
    for _ in range(3):
        one.slow_down(0.001)
    one.wait()
    one.wait()
    assert time.waits[-1] == 0.011
    for _ in range(200):
        one.recover()
    time.now += 10
    time.waits.clear()
    one.wait()
    one.wait()
    assert time.waits == []


def test_recovery_ends_at_ones_own_limit(time: Time) -> None:
    one = pace(time, 10)
    one.slow_down(0.001)
    for _ in range(200):
        one.recover()
    time.now += 10
    one.wait()
    one.wait()
    assert time.waits == [0.1]
