"""Media files that are a course by themselves."""

import os
from dataclasses import dataclass
from pathlib import Path

from scormcloud_cli.packages.errors import InvalidPackage

_CONTENT_TYPES = {".pdf": "application/pdf", ".mp3": "audio/mpeg", ".mp4": "video/mp4"}


@dataclass(frozen=True, slots=True)
class Media:
    """A media file: its title, its content type (``application/pdf``) and its size in bytes."""

    title: str
    content_type: str
    size: int


def read_media(path: str | os.PathLike[str], name: str | None = None) -> Media:
    """Look at a PDF, MP3 or MP4 file.

    Its title is its name without the extension (docs/service/v2.md, Import jobs).

    Args:
        path: the file.
        name: the name that it was given, when *path* is only where it was put down.

    Raises:
        InvalidPackage: it is not one of these by its name or by its first bytes (``not_media``).
        OSError: it cannot be opened.
    """
    called = Path(name or path)
    suffix = called.suffix.lower()
    if suffix not in _CONTENT_TYPES:
        raise InvalidPackage(f"{called.name!r} is neither .pdf, .mp3 nor .mp4.", "not_media")
    with Path(path).open("rb") as file:
        beginning = file.read(1024)
        size = file.seek(0, os.SEEK_END)
    if not _is_media(suffix, beginning):
        reason = f"{called.name!r} is called {suffix} but its content is something else."
        raise InvalidPackage(reason, "not_media")
    return Media(called.stem, _CONTENT_TYPES[suffix], size)


def _is_media(suffix: str, beginning: bytes) -> bool:
    if suffix == ".pdf":
        return b"%PDF-" in beginning
    if suffix == ".mp4":
        return beginning[4:8] == b"ftyp"
    # An ID3 tag, or a frame's eleven bits of sync.
    return beginning.startswith(b"ID3") or (beginning[:1] == b"\xff" and beginning[1:2] >= b"\xe0")
