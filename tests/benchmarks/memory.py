"""How much memory an import of a large package takes, over what ``scloud ping`` takes.

    python tests/benchmarks/memory.py [MEGABYTES]

Starts an emulator of its own, imports a package of 300 MB over each API, and prints the peak
resident sizes of the commands. The difference must be under 40 MB.
"""

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "samples" / "scorm12.zip"
LIMIT = 40.0


def big_package(path: Path, megabytes: int) -> None:
    """Write a package with one file that does not compress."""
    with zipfile.ZipFile(SAMPLE) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
        with target.open("video.mp4", "w", force_zip64=True) as video:
            for _ in range(megabytes):
                video.write(os.urandom(1024 * 1024))


def peak_megabytes(command: list[str], environ: dict[str, str]) -> float:
    """Run a command to its end; return its peak resident size."""
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} exited {process.returncode}")
    return usage.ru_maxrss / 1024


def main() -> int:
    """Measure both APIs; return 1 when one is over the limit."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    scloud = str(Path(sys.executable).with_name("scloud"))
    worst = 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        package, ready = folder / "big.zip", folder / "ready"
        big_package(package, megabytes)
        server = subprocess.Popen(
            [
                *(scloud, "emulator", "serve", "--quiet", "--port", "0"),
                *("--data", str(folder / "data"), "--ready-file", str(ready)),
            ]
        )
        while not ready.exists():
            time.sleep(0.05)
        environ = os.environ | {
            "SCLOUD_BASE_URL": ready.read_text().strip(),
            "SCLOUD_APP_ID": "local",
            "SCLOUD_SECRET_KEY": "local-secret",
        }
        try:
            print(f"{'api':4} {'ping':>9} {f'import of {megabytes} MB':>18} {'more':>9}")
            for api in ("v1", "v2"):
                ping = peak_megabytes([scloud, "ping", "--api", api], environ)
                command = [scloud, "course", "import", str(package), "--api", api, "--id", api]
                took = peak_megabytes(command, environ)
                worst = max(worst, took - ping)
                print(f"{api:4} {ping:6.1f} MB {took:15.1f} MB {took - ping:6.1f} MB")
        finally:
            server.terminate()
            server.wait()
    print(f"worst {worst:.1f} MB, limit {LIMIT:.0f} MB")
    return 1 if worst > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
