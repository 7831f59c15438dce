"""What a course of twenty thousand small files costs, as ratios to looking at it and moving it.

Run it as ``python tests/benchmarks/files.py [FILES]``. What reads every file of a course may take
twice as long as ``course check``, which reads the list of them, and the transfer: ``course import
--no-check`` or ``course download``; the list of its files is asked for before a course is fetched
to be compared. Of several rounds the best counts, taken in turn.
"""

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

SCLOUD = [sys.executable, "-m", "scormcloud_cli"]
SAMPLE = Path(__file__).parents[1] / "samples" / "scorm12.zip"
FILES = 20_000
ROUNDS = 5
LIMIT = 2.0


def package(path: Path, files: int) -> None:
    """Make a course of so many files, each named by its manifest."""
    names = [f"img/{number:05}.txt" for number in range(files)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        with zipfile.ZipFile(SAMPLE) as source:
            for name in source.namelist():
                content = source.read(name)
                if name == "imsmanifest.xml":
                    listed = "".join(f'<file href="{name}"/>' for name in names)
                    content = content.replace(b"</resource>", listed.encode() + b"</resource>", 1)
                target.writestr(name, content)
        for number, name in enumerate(names):
            target.writestr(name, f"file {number}")


@contextmanager
def emulator(folder: Path) -> Iterator[dict[str, str]]:
    """Serve an emulator, and give the environment that points at it."""
    ready = folder / "ready"
    process = subprocess.Popen(
        [
            *(*SCLOUD, "emulator", "serve", "-q", "--port", "0"),
            *("--data", str(folder / "data"), "--ready-file", str(ready)),
        ]
    )
    while not ready.exists():
        time.sleep(0.05)
    try:
        yield {
            **os.environ,
            "SCLOUD_BASE_URL": ready.read_text().strip(),
            "SCLOUD_APP_ID": "local",
            "SCLOUD_SECRET_KEY": "local-secret",
        }
    finally:
        process.terminate()
        process.wait()


def seconds(words: Sequence[str], environ: dict[str, str]) -> float:
    """Return how long a command takes, which must do well."""
    started = time.perf_counter()
    subprocess.run([*SCLOUD, *words], env=environ, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> int:
    """Print the table; return 1 where a command is over the limit."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else FILES
    with tempfile.TemporaryDirectory() as name, emulator(Path(name)) as environ:
        folder = Path(name)
        source, asset = str(folder / "golf.zip"), folder / "asset.txt"
        package(Path(source), files)
        asset.write_text("asset")
        seconds(["course", "publish", source, "--id", "golf"], environ)
        times: dict[str, list[float]] = {}
        for number in range(ROUNDS):
            target = str(folder / str(number))
            steps = {
                "check": ["course", "check", source],
                "import": ["course", "import", source, "--id", target[-1], "--no-check"],
                "download": ["course", "download", "golf", "-O", target + ".zip"],
                "publish unchanged": ["course", "publish", source, "--id", "golf"],
                "publish to compare": ["course", "publish", source, "--id", target[-1]],
                "diff": ["course", "diff", source, "golf"],
                "asset list": ["course", "asset", "list", "golf", "-o", "jsonl"],
                "asset put": ["course", "asset", "put", target[-1], str(asset)],
                "delete": ["course", "delete", target[-1], "--yes"],
                "backup": ["backup", target, "-q"],
            }
            for step, words in steps.items():
                times.setdefault(step, []).append(seconds(words, environ))
    best = {step: min(every) for step, every in times.items()}
    sent, fetched = best["check"] + best["import"], best["check"] + best["download"]
    peers = {
        "publish unchanged": sent,
        "publish to compare": fetched + best["asset list"],
        "diff": fetched,
        "asset list": fetched,
        "asset put": sent,
        "backup": fetched,
    }
    print(f"{files:,} files: check {best['check']:.2f} s, import {best['import']:.2f} s,")
    print(f"download {best['download']:.2f} s")
    print(f"{'command':20} {'scloud':>9} {'+ transfer':>11} {'ratio':>6} {'limit':>6}")
    for step, peer in peers.items():
        ratio = best[step] / peer
        print(f"{step:20} {best[step]:7.2f} s {peer:9.2f} s {ratio:6.2f} {LIMIT:6.1f}", flush=True)
    return int(any(best[step] > LIMIT * peer for step, peer in peers.items()))


if __name__ == "__main__":
    sys.exit(main())
