"""The files of a course version: read out of its stored package, changed by writing it anew."""

import mimetypes
import os
import sqlite3
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from scormcloud_cli.emulator import account, courses, store
from scormcloud_cli.emulator.listed import Listed
from scormcloud_cli.emulator.refusals import Refusal, no_course
from scormcloud_cli.emulator.service import Emulator, settle
from scormcloud_cli.emulator.streaming import FileAnswer
from scormcloud_cli.packages import Archive, ContentStream, InvalidPackage, read_package

ZIP = "application/zip"
_LONGEST_PATH = 4096
Result = TypeVar("Result")
# Writes files into a package.
Writer = Callable[[zipfile.ZipFile], None]
# Told the names of the files that there are, it says which of them go, and writes those that come.
Change = Callable[[Collection[str]], tuple[Collection[str], Writer]]
_ARCHIVES = Listed(Archive)
_PACKAGES = Listed(read_package)


def names(emulator: Emulator, version: sqlite3.Row) -> Iterator[tuple[str, int]]:
    """Yield the name and the size, in bytes, of each file of a version, a row of `courses.get`."""
    if version["content_type"] != ZIP:
        yield version["file"], version["size"]
        return
    for file in with_package(emulator, version, Archive).files.values():
        yield file.name, file.size


def read(
    emulator: Emulator, version: sqlite3.Row, name: str, *, below_descriptor: bool = False
) -> ContentStream:
    """Open a file of a version; close it.

    Args:
        emulator: the emulator.
        version: a row of `courses.get`.
        name: its path inside the package.
        below_descriptor: whether the path begins in the descriptor's folder, as content has it.

    Raises:
        Refusal: there is no such file, or it cannot be read.
    """
    path = _path(name)
    listed = _PACKAGES if below_descriptor else _ARCHIVES
    try:
        return with_package(emulator, version, lambda package: listed(package).open(path))
    except (FileNotFoundError, InvalidPackage):
        raise missing(version, name) from None


def file(
    emulator: Emulator,
    version: sqlite3.Row,
    name: str,
    *,
    below_descriptor: bool = False,
    saved_as: str | None = None,
) -> FileAnswer:
    """Answer with a file of a version, to be saved under a name or to be shown; as `read`."""
    stream = read(emulator, version, name, below_descriptor=below_descriptor)
    kind = mimetypes.guess_type(stream.name)[0] or "application/octet-stream"
    return FileAnswer(stream, stream.size, kind, saved_as)


def whole(emulator: Emulator, version: sqlite3.Row, *, name: str | None = None) -> FileAnswer:
    """Answer with the file that a version came as, with what was changed in it since.

    Args:
        emulator: the emulator.
        version: a row of `courses.get`.
        name: what it is to be saved as, but for how it ends; None where it is to be shown.

    Raises:
        Refusal: the version has been deleted since.
    """
    content = with_package(emulator, version, lambda package: package.open("rb"))
    size = os.fstat(content.fileno()).st_size
    name = name and name + Path(version["file"]).suffix
    return FileAnswer(content, size, version["content_type"], name)


def with_package(emulator: Emulator, version: sqlite3.Row, use: Callable[[Path], Result]) -> Result:
    """Return what comes of using the package of a version, which may be written anew meanwhile.

    Args:
        emulator: the emulator.
        version: a row of `courses.get`.
        use: opens the package; it is told the path, and is called again where nothing is there any
            more. What it has opened stays as it is.

    Raises:
        Refusal: the version has been deleted since.
        FileNotFoundError: `use` finds nothing, although the package is there.
    """
    while True:
        try:
            return use(emulator.packages / version["file"])
        except FileNotFoundError:
            current = courses.get(emulator.store.reading(), *_key(version).values())
            if current["file"] == version["file"]:
                raise
            version = current


def put(emulator: Emulator, version: sqlite3.Row, name: str, content: Path, policy: str) -> None:
    """Put a file into a version.

    Args:
        emulator: the emulator.
        version: a row of `courses.get`.
        name: the path it gets inside the package.
        content: the file; it is left where it is.
        policy: ``lax``; ``reject`` where it must not be there yet, ``strict`` where it must.

    Raises:
        Refusal: the policy forbids it, or the path leads out of the package.
    """
    path = _path(name)

    def change(there: Collection[str]) -> tuple[Collection[str], Writer]:
        if policy == "reject" and path in there:
            raise Refusal(400, f"Asset [{path}] already exists", "exists")
        if policy == "strict" and path not in there:
            raise missing(version, name)
        return {path}, lambda target: target.write(content, path)

    _rewrite(emulator, version, change)


def put_all(emulator: Emulator, version: sqlite3.Row, package: Path) -> None:
    """Put every file of a zip into a version, over those of the same names.

    Raises:
        InvalidPackage: the zip cannot be read.
    """
    archive = Archive(package)
    for name in archive.files:
        with archive.open(name) as stream:
            for _ in stream.chunks():
                pass  # it is read to its end so that nothing damaged gets into the course
    _rewrite(
        emulator,
        version,
        lambda _: (archive.files, lambda target: archive.copy_to(target, archive.files)),
    )


def delete(emulator: Emulator, version: sqlite3.Row, names: Iterable[str]) -> set[str]:
    """Delete files from a version; return the names of those that were there."""
    deleted: set[str] = set()

    def change(there: Collection[str]) -> tuple[Collection[str], Writer]:
        deleted.update(name for name in names if _plain(name) in there)
        return {_plain(name) for name in deleted}, lambda _: None

    _rewrite(emulator, version, change)
    return deleted


def _rewrite(emulator: Emulator, version: sqlite3.Row, change: Change) -> None:
    """Write a version's package anew, once; whoever changes another file waits.

    Raises:
        Refusal: it is one media file, or is deleted meanwhile.
    """
    key = _key(version)
    with emulator.changing_assets():
        version = courses.get(emulator.store.reading(), *key.values())
        if version["content_type"] != ZIP:
            raise Refusal(400, "A course of one media file has no assets to change")
        old, new = emulator.packages / version["file"], emulator.new_package(".zip")
        try:
            archive = Archive(old)
            without, add = change(archive.files)
            with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as target:
                archive.copy_to(target, (name for name in archive.files if name not in without))
                add(target)
            settle(new)
            changes = {"file": new.name, "size": new.stat().st_size, "updated": emulator.now()}
            with emulator.store.writing(durable=True) as database:
                account.check_content(database, emulator, changes["size"] - version["size"])
                if not store.update(database, "versions", key | {"file": old.name}, changes):
                    raise no_course(*key.values())
        except BaseException as error:
            emulator.drop_packages([new.name])
            # Where the course is gone, that is the reason.
            courses.get(emulator.store.reading(), *key.values())
            if isinstance(error, InvalidPackage):
                raise Refusal(400, str(error)) from error
            raise
    emulator.drop_packages([old.name])


def _key(version: sqlite3.Row) -> dict[str, Any]:
    return {"app_id": version["app_id"], "course_id": version["id"], "version": version["version"]}


def _path(name: str) -> str:
    """Return a path inside a package as packages have it.

    Raises:
        Refusal: it leads out of the package, names nothing, or is nothing that a zip can hold.
    """
    path = _plain(name)
    if path == "." or ".." in path.split("/") or "\0" in path or len(path) > _LONGEST_PATH:
        raise Refusal(400, f"[{name}] is no path inside a course")
    return path


def _plain(name: str) -> str:
    return str(PurePosixPath(name.replace("\\", "/").lstrip("/")))


def missing(version: sqlite3.Row, name: str) -> Refusal:
    """Return the refusal for a file that a version does not have."""
    return Refusal(404, f"Could not find asset [{name}] in course [{version['id']}]", "asset")
