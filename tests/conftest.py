"""How much the tests that make up their own input try: little, or --hypothesis-profile=nightly."""

from hypothesis import HealthCheck, settings

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
