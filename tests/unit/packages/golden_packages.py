"""Packages kept as readable text, and what is known of each, kept beside it.

A file of the folder ``golden`` tells in its first line what it covers. ``== NAME`` begins a file
of the package; ``[…]`` after the name is an encoding, or a peculiarity of the zip: ``zip64``,
``link``, ``encrypted``.

``python -m tests.unit.packages.golden_packages`` writes anew what is known; read the difference.
"""

import io
import json
import re
import struct
import zipfile
from pathlib import Path
from typing import Any

from scormcloud_cli.packages.check import check
from scormcloud_cli.packages.inspection import inspect

FOLDER = Path(__file__).with_name("golden")
SAMPLES = Path(__file__).parents[2] / "samples"
_FILE = re.compile(r"^== (.+?)(?: \[([\w-]+)\])?$", re.MULTILINE)


def sources() -> dict[str, io.BytesIO]:
    """Return every package by its name: those written here, and the samples."""
    packages = {path.stem: zipped(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.txt"))}
    for path in sorted(SAMPLES.glob("*.zip")):
        packages[f"sample-{path.stem}"] = io.BytesIO(path.read_bytes())
    return packages


def zipped(text: str) -> io.BytesIO:
    """Return the zip that a readable source describes."""
    _about, *parts = _FILE.split(text)
    stream = io.BytesIO()
    encrypted = False
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, manner, content in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.filename = name  # zipfile would turn backslashes round
            encoding = "utf-8" if manner in (None, "zip64", "link", "encrypted") else manner
            encrypted |= manner == "encrypted"
            if manner == "link":
                entry.external_attr = 0o120777 << 16
            with archive.open(entry, "w", force_zip64=manner == "zip64") as target:
                target.write(content.strip("\n").encode(encoding))
    return _marked_encrypted(stream.getvalue()) if encrypted else stream


def _marked_encrypted(content: bytes) -> io.BytesIO:
    """Set the flag of encryption on every file of a zip."""
    marked = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for place in re.finditer(re.escape(signature), content):
            at = place.start() + offset
            flags = struct.unpack_from("<H", marked, at)[0]
            struct.pack_into("<H", marked, at, flags | 1)
    return io.BytesIO(bytes(marked))


def known(package: io.BytesIO) -> dict[str, Any]:
    """Return what `inspect` and `check` find, as it is kept."""
    checked = check(package)
    problems = [
        f"{problem.severity} {problem.code} {problem.place}".rstrip()
        for problem in checked.problems
    ]
    if checked.package is None:
        return {"check": problems}
    record = inspect(checked.package)
    record.pop("compressedSize", None)  # zlib's versions differ in it
    record.pop("problems", None)
    return {"check": problems, "inspect": record}


def write() -> None:
    """Write anew what is known of every package."""
    for name, package in sources().items():
        text = json.dumps(known(package), indent=1, ensure_ascii=False)
        (FOLDER / f"{name}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    write()
