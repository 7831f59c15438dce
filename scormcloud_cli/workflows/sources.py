"""What courses are made of on the command line: zips, folders, media files, URLs."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote, urlsplit

from scormcloud_cli.api.errors import JobFailed, UsageFault

if TYPE_CHECKING:
    from scormcloud_cli.packages import InvalidPackage, Package

MEDIA_TYPES = {".pdf": "application/pdf", ".mp3": "audio/mpeg", ".mp4": "video/mp4"}
ZIP = "application/zip"


def is_url(source: str) -> bool:
    """Say whether a source is for the service to fetch."""
    return source.startswith(("https://", "http://"))


def last_part(source: str) -> str:
    """Return the name of the file or folder that a path or URL leads to."""
    path = unquote(urlsplit(source).path) if is_url(source) else str(Path(source).absolute())
    return re.split(r"[/\\]", path.rstrip("/"))[-1]


def default_id(source: str) -> str:
    """Return the ID a course gets unless one is chosen: the file's name, made safe.

    Raises:
        UsageFault: nothing of the name can stand in an ID.
    """
    name = last_part(source)
    stem = name if Path(source).is_dir() else Path(name).stem
    safe = re.sub(r"[^\w.-]+", "-", stem).strip("-.")
    if not safe:
        raise UsageFault(f"no course ID can be made of {source!r}", hint="give one with --id")
    return safe


def file_name(source: str) -> str:
    """Return the name that a source is sent under."""
    path = Path(source)
    return path.absolute().name + ".zip" if path.is_dir() else path.name


def content_type(source: str) -> str:
    """Return the MIME type of a source, by its name."""
    path = urlsplit(source).path if is_url(source) else source
    return MEDIA_TYPES.get(Path(path).suffix.lower(), ZIP)


def is_media(source: str) -> bool:
    """Say whether a source is a media file by its name, and no package."""
    return content_type(source) != ZIP and not Path(source).is_dir()


@contextmanager
def opened(source: str) -> Iterator[BinaryIO]:
    """Give the file of a source, open: itself, or a zip made of a folder.

    Raises:
        UsageFault: it is missing or unreadable.
    """
    path = Path(source)
    if path.is_dir():
        from scormcloud_cli.packages.zipping import zip_folder

        with tempfile.TemporaryFile() as file:
            try:
                zip_folder(path, file)
            except OSError as error:
                raise unreadable(error.filename or path, error) from None
            file.seek(0)
            yield file
        return
    try:
        plain = path.open("rb")
    except OSError as error:
        raise unreadable(path, error) from None
    with plain:
        yield plain


def unreadable(path: object, error: OSError) -> UsageFault:
    """Return what to raise for a file that cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return UsageFault(f"there is no file {path}", code="file_not_found")
    return UsageFault(f"cannot read {path}: {error.strerror}", code="file_unreadable")


def read(source: str, file: BinaryIO) -> "Package":
    """Return the package in a file.

    Raises:
        JobFailed: there is none that can be read.
    """
    from scormcloud_cli.packages import InvalidPackage, read_package

    try:
        return read_package(file)
    except InvalidPackage as fault:
        raise refused(source, fault) from None


def refused(source: str, fault: "InvalidPackage") -> JobFailed:
    """Return what to raise for a source that is no package."""
    return JobFailed(f"{source}: {fault}", code=fault.code, hint=f"scloud course check {source}")
