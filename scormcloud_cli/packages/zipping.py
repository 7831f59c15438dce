"""Makes a package from a folder."""

import shutil
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

# What operating systems and version control leave in folders.
_JUNK = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".git", ".svn", ".hg"}

# The same folder gives the same zip: times and permissions are not stored.
_TIME = (1980, 1, 1, 0, 0, 0)
_PERMISSIONS = (stat.S_IFREG | 0o644) << 16


def zip_folder(folder: Path, sink: BinaryIO) -> list[Path]:
    """Write a folder's files as a zip, in a fixed order, without junk and links.

    Args:
        folder: the folder; its content becomes the root of the package.
        sink: a file opened for writing in binary.

    Returns:
        The symbolic links, which are left out.

    Raises:
        OSError: a file cannot be read, or the zip cannot be written.
    """
    links: list[Path] = []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in _files(folder, links):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _PERMISSIONS
            entry.file_size = path.stat().st_size  # zipfile uses zip64 where this needs it
            with path.open("rb") as source, archive.open(entry, "w") as target:
                shutil.copyfileobj(source, target, 1024 * 1024)
    return links


def _files(folder: Path, links: list[Path]) -> Iterator[Path]:
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name in _JUNK:
            continue
        if path.is_symlink():
            links.append(path)
        elif path.is_dir():
            yield from _files(path, links)
        elif path.is_file():
            yield path
