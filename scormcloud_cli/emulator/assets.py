"""The files of a course version: read out of its stored package, changed by writing it anew."""

import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath

from scormcloud_cli.emulator import account, courses, store
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator
from scormcloud_cli.packages import InvalidPackage, read_package
from scormcloud_cli.packages.archive import Archive, ContentStream

ZIP = "application/zip"
# The files that go, and those that come, from where.
Change = tuple[Collection[str], Mapping[str, Path]]


def names(emulator: Emulator, version: sqlite3.Row) -> Iterator[tuple[str, int]]:
    """Yield the name and the size, in bytes, of each file of a version, a row of `courses.get`."""
    if version["content_type"] != ZIP:
        yield version["file"], version["size"]
        return
    for file in Archive(emulator.packages / version["file"]).files.values():
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
    try:
        file = emulator.packages / version["file"]
        source = read_package(file) if below_descriptor else Archive(file)
        return source.open(_path(name))
    except (FileNotFoundError, InvalidPackage):
        raise missing(version, name) from None


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

    def change(current: sqlite3.Row) -> Change:
        there = path in dict(names(emulator, current))
        if policy == "reject" and there:
            raise Refusal(400, f"Asset [{path}] already exists", "exists")
        if policy == "strict" and not there:
            raise missing(current, name)
        return {path}, {path: content}

    _rewrite(emulator, version, change)


def put_all(emulator: Emulator, version: sqlite3.Row, package: Path) -> None:
    """Put every file of a zip into a version, over those of the same names.

    Raises:
        InvalidPackage: the zip cannot be read.
    """
    archive = Archive(package)
    folder = emulator.new_upload()
    folder.mkdir()
    try:
        contents = {}
        for index, name in enumerate(archive.files):
            contents[name] = folder / str(index)
            with archive.open(name) as source, contents[name].open("wb") as target:
                target.writelines(source.chunks())
        _rewrite(emulator, version, lambda _: (set(contents), contents))
    finally:
        shutil.rmtree(folder)


def delete(emulator: Emulator, version: sqlite3.Row, name: str) -> None:
    """Delete a file from a version.

    Raises:
        Refusal: there is no such file.
    """
    path = _path(name)

    def change(current: sqlite3.Row) -> Change:
        if path not in dict(names(emulator, current)):
            raise missing(current, name)
        return {path}, {}

    _rewrite(emulator, version, change)


def _rewrite(
    emulator: Emulator, version: sqlite3.Row, change: Callable[[sqlite3.Row], Change]
) -> None:
    """Write a version's package anew; start over if it was changed in the meantime."""
    key = {"app_id": version["app_id"], "course_id": version["id"], "version": version["version"]}
    is_done = False
    while not is_done:
        version = courses.get(emulator.store.reading(), *key.values())
        old = emulator.packages / version["file"]
        new = emulator.packages / f"{emulator.new_upload().name}.zip"
        try:
            without, contents = change(version)
            if version["content_type"] != ZIP:
                raise Refusal(400, "A course of one media file has no assets to change")
            _write(old, new, without, contents)
            changes = {"file": new.name, "size": new.stat().st_size, "updated": emulator.now()}
            with emulator.store.writing(durable=True) as database:
                current = courses.get(database, *key.values())
                account.check_content(database, emulator, new.stat().st_size - current["size"])
                if is_done := current["file"] == old.name:
                    store.update(database, "versions", key, changes)
        except (FileNotFoundError, InvalidPackage):
            current = courses.get(emulator.store.reading(), *key.values())
            if current["file"] == old.name:
                raise
        finally:
            (old if is_done else new).unlink(missing_ok=True)


def _write(old: Path, new: Path, without: Collection[str], contents: Mapping[str, Path]) -> None:
    """Write a copy of a package without some of its files and with others."""
    archive = Archive(old)
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as target:
        for name in archive.files:
            if name not in without:
                with archive.open(name) as source, target.open(name, "w") as copy:
                    for chunk in source.chunks():
                        copy.write(chunk)
        for name, path in contents.items():
            target.write(path, name)


def _path(name: str) -> str:
    """Return a path inside a package as packages have it.

    Raises:
        Refusal: it leads out of the package, or names nothing.
    """
    path = PurePosixPath(name.replace("\\", "/").lstrip("/"))
    if not path.parts or ".." in path.parts:
        raise Refusal(400, f"[{name}] is no path inside a course")
    return str(path)


def missing(version: sqlite3.Row, name: str) -> Refusal:
    """Return the refusal for a file that a version does not have."""
    return Refusal(404, f"Could not find asset [{name}] in course [{version['id']}]", "asset")
