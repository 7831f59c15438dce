"""How much the tests that make up their own input try: little, or --hypothesis-profile=nightly."""

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import WorkStealingScheduling
from xdist.scheduler.protocol import Scheduling

_UNHURRIED = [
    HealthCheck.too_slow,
    HealthCheck.filter_too_much,
]

# The same input every time, so that a change is judged and not its luck.
settings.register_profile(
    "default", deadline=None, derandomize=True, suppress_health_check=_UNHURRIED
)
settings.register_profile(
    "nightly",
    deadline=None,
    derandomize=False,
    max_examples=5000,
    suppress_health_check=_UNHURRIED,
)
settings.load_profile("default")

pytest_plugins = ("tests.support.fixtures",)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Let a worker that has nothing left to do take over tests of another."""
    return WorkStealingScheduling(config, log)
