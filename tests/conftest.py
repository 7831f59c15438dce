"""How tests are run: how much made-up input they try, where their files are, who runs which.

Made-up input is little by default, and much with --hypothesis-profile=nightly.
"""

import gc
import os
import shutil
from pathlib import Path

from hypothesis import HealthCheck, settings

_UNHURRIED = [HealthCheck.too_slow, HealthCheck.filter_too_much]

# The same input every time, so that a change is judged and not its luck.
settings.register_profile(
    "default", deadline=None, derandomize=True, suppress_health_check=_UNHURRIED
)
settings.register_profile(
    "nightly", deadline=None, derandomize=False, max_examples=5000, suppress_health_check=_UNHURRIED
)
settings.load_profile("default")


def pytest_collection_finish() -> None:
    """Have the garbage collector look no more at what stays to the end: tests by the thousand."""
    gc.collect()
    gc.freeze()


pytest_plugins = ("tests.support.fixtures",)

# Thousands of small folders are made and thrown away: in memory, where there is enough of it.
_IN_MEMORY = Path("/dev/shm")
if (
    os.access(_IN_MEMORY, os.W_OK)
    and shutil.disk_usage(_IN_MEMORY).free > 2 * 1024**3
    and not os.environ.get("SCLOUD_BULK_ROWS")
):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_IN_MEMORY))
