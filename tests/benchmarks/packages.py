"""What looking at packages costs: seconds and peak memory of ``course inspect`` and ``check``.

Run it as ``python tests/benchmarks/packages.py``: a package of 1 GB, and hostile ones.
"""

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

SCLOUD = Path(sys.executable).with_name("scloud")
SAMPLE = Path(__file__).parents[1] / "samples" / "scorm12.zip"
MEGABYTE = 1024 * 1024


def sample(target: zipfile.ZipFile) -> None:
    """Copy the sample into a zip."""
    with zipfile.ZipFile(SAMPLE) as source:
        for name in source.namelist():
            target.writestr(name, source.read(name))


def gigabyte(path: Path) -> None:
    """Make a package of 1 GB."""
    piece = os.urandom(MEGABYTE)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as target:
        sample(target)
        with target.open("film.mp4", "w", force_zip64=True) as film:
            for _ in range(1024):
                film.write(piece)


def many_files(path: Path) -> None:
    """Make a package of fifty thousand files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as target:
        sample(target)
        for number in range(50_000):
            target.writestr(f"img/{number}.png", b"")


def xml_bomb(path: Path) -> None:
    """Make a manifest of entities that would grow to a gigabyte."""
    entities = "".join(
        f'<!ENTITY {a} "{f"&{b};" * 10}">' for a, b in zip("bcdefghi", "abcdefgh", strict=True)
    )
    with zipfile.ZipFile(path, "w") as target:
        text = f'<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa">{entities}]><manifest>&i;</manifest>'
        target.writestr("imsmanifest.xml", text)


def zip_bomb(path: Path) -> None:
    """Make a zip that would unpack to 4 GB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        sample(target)
        piece = bytes(MEGABYTE)
        with target.open("zeros.bin", "w", force_zip64=True) as zeros:
            for _ in range(4096):
                zeros.write(piece)


def long_manifest(path: Path) -> None:
    """Make a manifest as long as one may be: 15 MB, with forty-five thousand items."""
    item = '<item identifier="I{0}" identifierref="R"><title>{1}</title></item>'
    items = "".join(item.format(number, "x" * 260) for number in range(45_000))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("index.html", "")
        target.writestr(
            "imsmanifest.xml",
            "<manifest identifier='M'><organizations><organization identifier='O'>"
            f"<title>O</title>{items}</organization></organizations><resources>"
            "<resource identifier='R' href='index.html'/></resources></manifest>",
        )


def measure(*words: str) -> tuple[float, float, int]:
    """Return the seconds and the peak memory, in MB, of a command, and its exit code."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(SCLOUD), *words, "-o", "json"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    scale = 1 if sys.platform == "darwin" else 1024
    return time.perf_counter() - started, usage.ru_maxrss * scale / MEGABYTE, process.returncode


CASES: dict[str, tuple[Callable[[Path], None], float, float]] = {
    "1 GB": (gigabyte, 0.5, 60),
    "50,000 files": (many_files, 2.0, 200),
    "XML bomb": (xml_bomb, 1.0, 200),
    "zip bomb": (zip_bomb, 1.0, 200),
    "15 MB manifest": (long_manifest, 0, 200),
}


def main() -> None:
    """Print the table."""
    print("package          command  exit  seconds  limit     MB  limit")
    with tempfile.TemporaryDirectory() as folder:
        for name, (make, seconds, memory) in CASES.items():
            path = Path(folder) / "package.zip"
            make(path)
            for verb in ("inspect", "check"):
                took, peak, code = min(measure("course", verb, str(path)) for _ in range(3))
                limit = f"{seconds:.1f}" if seconds else ""
                print(
                    f"{name:16} {verb:8} {code:4} {took:8.2f} {limit:>6} {peak:6.0f} {memory:6.0f}"
                )
            path.unlink()


if __name__ == "__main__":
    main()
