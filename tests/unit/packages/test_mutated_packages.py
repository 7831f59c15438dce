"""Packages made broken by a seed cost little to read; README.md, Development, has the long run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.process
def test_no_mutated_package_takes_two_seconds_or_200_mb() -> None:
    command = [sys.executable, "-m", "tests.unit.packages.mutated_packages", "--count", "20"]
    # Measuring what the tests reach would take more time than what is measured here.
    environ = {name: value for name, value in os.environ.items() if "COVERAGE" not in name}

    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, env=environ
    )

    assert done.returncode == 0, done.stdout + done.stderr
