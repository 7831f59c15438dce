"""How many registrations a second `emulator learn` learns.

Run it as ``python tests/benchmarks/learning.py [REGISTRATIONS] [STANDARD]``. The emulator and 32
jobs share the machine; on two cores it must be fifty a second.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SCLOUD = [sys.executable, "-m", "scormcloud_cli"]
REGISTRATIONS = 1000
LEAST = 50.0


def run(words: list[str], environ: dict[str, str], typed: str = "") -> str:
    """Run a command, which must do well, and return what it prints."""
    return subprocess.run(
        [*SCLOUD, *words], env=environ, check=True, input=typed, stdout=subprocess.PIPE, text=True
    ).stdout


def main() -> int:
    """Print the figure; return 1 where it is too low."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else REGISTRATIONS
    standard = sys.argv[2] if len(sys.argv) > 2 else "scorm12"
    course = f"sample-{standard}"
    with tempfile.TemporaryDirectory() as name:
        served = subprocess.Popen(
            [*SCLOUD, "emulator", "serve", "--env", "--data", f"{name}/data"],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert served.stdout is not None
            lines = (served.stdout.readline() for _ in range(5))
            variables = dict(line.split()[1].split("=", 1) for line in lines)
            environ = os.environ | variables
            run(["emulator", "sample", "--standard", standard], environ)
            rows = "".join(f"{number},{course},l{number}\n" for number in range(count))
            rows_file = Path(name, "rows.csv")
            rows_file.write_text(f"id,course.id,learner.id\n{rows}")
            run(["registration", "import", str(rows_file), "--jobs", "32", "-q"], environ)
            ids = "".join(f"{number}\n" for number in range(count))
            started = time.perf_counter()
            learned = run(
                ["emulator", "learn", "-", "--jobs", "32", "-o", "csv", "-q"], environ, ids
            )
            rate = count / (time.perf_counter() - started)
            assert learned.count("PASSED") == count
        finally:
            served.terminate()
            served.wait()
    print(f"{count:,} registrations, {standard}: {rate:.0f} a second (at least {LEAST:.0f})")
    return int(rate < LEAST)


if __name__ == "__main__":
    sys.exit(main())
