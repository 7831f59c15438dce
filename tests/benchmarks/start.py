"""How fast scloud starts, as a ratio to a Click hello-world measured in the same run.

    python tests/benchmarks/start.py [RUNS]

Prints a line a command: its time, the hello-world's, and their ratio, each the median of the runs,
taken in turn so that a machine that slows down slows both. The ratio must be at most 1.5.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMANDS = (
    ("--version",),
    ("--help",),
    ("course", "--help"),
    ("course", "import", "--help"),
    ("course", "list", "--help"),
    ("registration", "create", "--help"),
    ("dispatch", "list", "--help"),
    ("raw", "--help"),
    ("raw", "call", "--help"),
    ("auth", "login", "--help"),
    ("emulator", "serve", "--help"),
)
LIMIT = 1.5

HELLO = '''
import click

@click.command()
@click.option("--name", default="world", help="Whom to greet.")
def hello(name):
    """Say hello."""
    click.echo(f"hello {name}")

hello()
'''


def seconds(command: list[str]) -> float:
    """Return how long a command takes."""
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> int:
    """Measure every command; return 1 when one is over the limit."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    scloud = str(Path(sys.executable).with_name("scloud"))
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "hello.py"
        script.write_text(HELLO)
        hello = [sys.executable, str(script), "--help"]
        print(f"{'command':34} {'scloud':>9} {'hello':>9} {'ratio':>6}")
        for words in COMMANDS:
            command = [scloud, *words]
            seconds(command), seconds(hello)  # the first runs fill the caches
            pairs = [(seconds(command), seconds(hello)) for _ in range(runs)]
            ours = statistics.median(first for first, _ in pairs)
            theirs = statistics.median(second for _, second in pairs)
            ratio = statistics.median(first / second for first, second in pairs)
            worst = max(worst, ratio)
            name = " ".join(("scloud", *words))
            print(f"{name:34} {ours * 1000:6.0f} ms {theirs * 1000:6.0f} ms {ratio:6.2f}")
    print(f"worst {worst:.2f}, limit {LIMIT}")
    return 1 if worst > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
