"""What courses are made of: zips, folders, media files, URLs; opened, read and checked."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote, urlsplit

from scormcloud_cli.api import files
from scormcloud_cli.api.errors import JobFailed, UsageError
from scormcloud_cli.api.messages import Upload
from scormcloud_cli.workflows.reporter import Meter, Reporter

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
        UsageError: nothing of the name can stand in an ID.
    """
    name = last_part(source)
    stem = name if Path(source).is_dir() else Path(name).stem
    safe = re.sub(r"[^\w.-]+", "-", stem).strip("-.")
    if not safe:
        raise UsageError(f"no course ID can be made of {source!r}", hint="give one with --id")
    return safe


def course_ids(sources: Sequence[str], chosen: str | None) -> dict[str, str]:
    """Return the ID of the course that each source becomes.

    Args:
        sources: the sources.
        chosen: the ID for the only source; None to make IDs of the sources' names.

    Raises:
        UsageError: there are several for the ID, or two would become one course.
    """
    if chosen is not None and len(sources) > 1:
        raise UsageError("--id names one course, but there are several sources")
    by_id: dict[str, str] = {}
    for source in sources:
        course_id = chosen or default_id(source)
        if course_id in by_id:
            raise UsageError(
                f"{by_id[course_id]} and {source} would both become course {course_id}",
                hint="rename one, or give it an --id in a command of its own",
            )
        by_id[course_id] = source
    return {source: course_id for course_id, source in by_id.items()}


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


def upload(source: str, file: BinaryIO, meter: Meter) -> Upload:
    """Return the upload of a source's file.

    Args:
        source: the zip, folder or media file; it gives the upload its name.
        file: the source, open, or the zip made of it.
        meter: takes how much of it has been sent.
    """
    name = file_name(source)
    return Upload("file", file, name, content_type(name), meter.bytes)


def zip_folder(folder: str, sink: BinaryIO, reporter: Reporter) -> None:
    """Write a folder as a zip, and tell what of it is left out.

    Raises:
        UsageError: something in it cannot be read.
    """
    from scormcloud_cli.packages import zipping

    try:
        left_out = zipping.zip_folder(Path(folder), sink)
    except OSError as error:
        raise files.unreadable(error.filename or folder, error) from None
    for link in left_out.links:
        reporter.warn(f"{Path(folder, link)} is a symbolic link and is left out")
    if left_out.junk:
        reporter.detail(f"{folder}: left out: {', '.join(left_out.junk)}")


@contextmanager
def opened(source: str, reporter: Reporter) -> Iterator[BinaryIO]:
    """Give the file of a source, open: itself, or a zip made of a folder.

    Args:
        source: a zip, a folder or a media file.
        reporter: takes what of a folder is left out.

    Raises:
        UsageError: it is missing or unreadable.
    """
    path = Path(source)
    if path.is_dir():
        with tempfile.TemporaryFile() as archive:
            zip_folder(source, archive, reporter)
            archive.seek(0)
            yield archive
        return
    with files.opened(path) as file:
        yield file


def read(source: str, file: BinaryIO) -> "Package":
    """Return the package in a file.

    Raises:
        JobFailed: there is none that can be read.
    """
    from scormcloud_cli.packages import InvalidPackage, read_package

    try:
        return read_package(file)
    except InvalidPackage as invalid:
        raise refused(source, invalid) from None


def refused(source: str, invalid: "InvalidPackage") -> JobFailed:
    """Return what to raise for a source that is no package."""
    return JobFailed(
        f"{source}: {invalid}", code=invalid.code, hint=f"scloud course check {source}"
    )


def check_package(source: str, file: BinaryIO, reporter: Reporter) -> None:
    """Check a package before a byte of it is sent; its warnings go to the reporter.

    Args:
        source: what the package is called in messages.
        file: the package, open.
        reporter: takes the warnings.

    Raises:
        JobFailed: it has errors. The first decides the code.
    """
    from scormcloud_cli.packages.check import check
    from scormcloud_cli.packages.problems import Severity

    problems = check(file).problems
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    for problem in problems:
        if problem.severity is Severity.WARNING:
            reporter.detail(f"{source}: {problem.place}: {problem.message}")
    if errors:
        first = errors[0]
        place = f"{first.place}: " if first.place else ""
        more = f" (and {len(errors) - 1} more errors)" if len(errors) > 1 else ""
        raise JobFailed(
            f"{source}: {place}{first.message}{more}",
            code=first.code,
            hint=f"scloud course check {source}; --no-check goes on all the same",
        )
