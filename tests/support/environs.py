"""Environments that commands are run in, and the samples they are given."""

import os
import sys
from pathlib import Path

SCLOUD = Path(sys.executable).with_name("scloud")
ROOT = Path(__file__).parents[2]
SAMPLES = Path(__file__).parents[1] / "samples"
# How many seconds a process may take before a test gives it up.
LONGEST = int(os.environ.get("SCLOUD_TEST_SECONDS", "60"))
MANAGER = {
    "SCLOUD_MANAGEMENT_APP_ID": "local-manager",
    "SCLOUD_MANAGEMENT_SECRET_KEY": "local-manager-secret",
}


def clean_environ(home: Path) -> dict[str, str]:
    """Return an environment with nothing of this machine's user in it."""
    environ = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "SCLOUD_CONFIG_DIR": str(home / "config"),
        "SCLOUD_DATA_DIR": str(home / "data"),
        "SCLOUD_KEYRING": "none",
    }
    # What coverage needs to count what child processes do, and where the code under test is.
    kept = ("COVERAGE_", "PYTHONPATH")
    return environ | {name: value for name, value in os.environ.items() if name.startswith(kept)}


def application_environ(base_url: str) -> dict[str, str]:
    """Return what points scloud at an emulator."""
    return {
        "SCLOUD_BASE_URL": base_url,
        "SCLOUD_APP_ID": "local",
        "SCLOUD_SECRET_KEY": "local-secret",
    }
