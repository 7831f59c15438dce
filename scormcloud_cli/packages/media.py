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
    """Read what a PDF, MP3 or MP4 file is.

    Its title is its name without the extension (docs/service/v2.md, Import jobs).

    Args:
        path: the file.
        name: the file's own name, when *path* is a temporary copy.

    Raises:
        InvalidPackage: its name or its first bytes are not those of such a file (``not_media``).
        OSError: it cannot be opened.
    """
    named = Path(name or path)
    suffix = named.suffix.lower()
    if suffix not in _CONTENT_TYPES:
        raise InvalidPackage(f"{named.name!r} is not a .pdf, .mp3 or .mp4 file.", "not_media")
    with Path(path).open("rb") as file:
        beginning = file.read(1024)
        size = file.seek(0, os.SEEK_END)
    if not _is_media(suffix, beginning):
        reason = f"{named.name!r} is called {suffix} but has other content."
        raise InvalidPackage(reason, "not_media")
    return Media(named.stem, _CONTENT_TYPES[suffix], size)


def _is_media(suffix: str, beginning: bytes) -> bool:
    if suffix == ".pdf":
        return b"%PDF-" in beginning
    if suffix == ".mp4":
        return beginning[4:8] == b"ftyp"
    # An ID3 tag, or a frame's eleven bits of sync.
    return beginning.startswith(b"ID3") or (beginning[:1] == b"\xff" and beginning[1:2] >= b"\xe0")
