"""The files of a backup: where each thing stands, and the checksums that say that it is whole.

``backup.json`` says what it is of; ``SHA256SUMS``, written last, names every file that belongs to
it, so that ``sha256sum -c`` can check it. What is not named there is left over from earlier runs.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.api.files import whole_file

HEADER = "backup.json"
SUMS = "SHA256SUMS"
FORMAT = 1
# A name that is longer, or that a file system without capitals might confuse, gets a checksum.
_LONGEST_NAME = 120
_PIECE = 1024 * 1024


class Folder:
    """A folder with a backup, or for one. Its files can be read by their owner only.

    Places are paths below the folder, with slashes.

    Args:
        path: the folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._sums: dict[str, str] = {}

    def begin(self, header: Mapping[str, Any]) -> None:
        """Say that a backup is under way; until `seal`, the folder holds none that is whole.

        Raises:
            UsageError: something else stands there, or nothing can be written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            strange = not (self.path / HEADER).exists() and any(self.path.iterdir())
        except OSError as error:
            raise UsageError(f"cannot use the folder {self.path}: {error.strerror}") from None
        if strange:
            raise UsageError(
                f"{self.path} holds other files and no backup", hint="name a new or an empty folder"
            )
        self._write(HEADER, _text({**header, "status": "running"}))

    def seal(self, header: Mapping[str, Any], status: str) -> None:
        """Say that the backup is whole, and of which files it consists.

        Args:
            header: what the backup is of.
            status: ``complete``, or ``partial`` where some things could not be saved.
        """
        text = _text({**header, "status": status})
        self._write(HEADER, text)
        self._sums[HEADER] = hashlib.sha256(text).hexdigest()
        lines = (f"{digest}  {place}\n" for place, digest in sorted(self._sums.items()))
        self._write(SUMS, "".join(lines).encode())

    def header(self) -> dict[str, Any]:
        """Return what the backup is of.

        Raises:
            UsageError: there is none, or none that was finished.
        """
        header = self.read(HEADER)
        if header is None:
            raise UsageError(f"there is no backup in {self.path}", code="no_backup")
        if header.get("format") != FORMAT:
            raise UsageError(
                f"the backup in {self.path} has the format {header.get('format')}, not {FORMAT}",
                hint="use the version of scloud that made it",
            )
        if header.get("status") == "running":
            raise UsageError(
                f"the backup in {self.path} was not finished",
                code="backup_unfinished",
                hint=f"run it again: scloud backup {self.path}",
            )
        return header

    def verify(self, on_file: Callable[[int], None]) -> set[str]:
        """Check every file of the backup against its checksum, and return their places.

        Args:
            on_file: is called with how many have been checked.

        Raises:
            UsageError: a file is missing or is not what it was.
        """
        wrong: list[str] = []
        places: set[str] = set()
        try:
            lines = (self.path / SUMS).read_text("utf-8").splitlines()
        except OSError:
            lines = []
        for number, line in enumerate(lines, 1):
            digest, _, place = line.partition("  ")
            if _is_inside(place) and _digest(self.path / place) == digest:
                places.add(place)
            else:
                wrong.append(place)
            on_file(number)
        if wrong or HEADER not in places:
            names = ", ".join(wrong[:5]) or SUMS
            more = f" and {len(wrong) - 5} more" if len(wrong) > 5 else ""
            raise UsageError(
                f"the backup in {self.path} is damaged: {names}{more}",
                code="backup_damaged",
                hint=f"make it anew: scloud backup {self.path} --full",
            )
        return places

    def read(self, place: str) -> dict[str, Any] | None:
        """Return what a file says; None where there is none, or none that can be read."""
        try:
            record = json.loads((self.path / place).read_bytes())
        except (OSError, ValueError):
            return None
        return record if isinstance(record, dict) else None

    def write(self, place: str, record: Mapping[str, Any]) -> bool:
        """Keep a record, and say whether it is another than was there."""
        text = _text(record)
        self._sums[place] = hashlib.sha256(text).hexdigest()
        try:
            if (self.path / place).read_bytes() == text:
                return False
        except OSError:
            pass
        self._write(place, text)
        return True

    def note(self, place: str, digest: str) -> None:
        """Take a file that was written otherwise into the backup, by its SHA-256."""
        self._sums[place] = digest

    def prune(self) -> int:
        """Remove the files that do not belong to the backup any more; return how many."""
        count = 0
        for kind in ("courses", "registrations", "destinations", "dispatches"):
            for path in sorted((self.path / kind).rglob("*"), reverse=True):
                if path.is_dir():
                    if not any(path.iterdir()):
                        path.rmdir()
                elif path.relative_to(self.path).as_posix() not in self._sums:
                    path.unlink()
                    count += 1
        return count

    def _write(self, place: str, text: bytes) -> None:
        path = self.path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path, private=True) as file:
            file.write(text)


def name(owner: str) -> str:
    """Return what the file of an ID is called, the same on every file system.

    The ID itself stands in the file: no name need be read back.
    """
    safe = quote(owner, safe="").replace("~", "%7E")
    if safe.startswith("."):
        safe = "%2E" + safe[1:]
    if owner == owner.lower() and len(safe) <= _LONGEST_NAME:
        return safe
    return f"{safe[: _LONGEST_NAME - 20]}~{hashlib.sha256(owner.encode()).hexdigest()[:8]}"


def _is_inside(place: str) -> bool:
    return bool(place) and not place.startswith("/") and ".." not in place.split("/")


def _digest(path: Path) -> str | None:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    except OSError:
        return None
    return digest.hexdigest()


def _text(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
