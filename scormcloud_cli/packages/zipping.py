"""Makes a package from a folder."""

import shutil
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from scormcloud_cli.packages.junk import stays_in_folder

# The same folder gives the same zip: times and permissions are not stored.
_TIME = (1980, 1, 1, 0, 0, 0)
_PERMISSIONS = (stat.S_IFREG | 0o644) << 16


class LeftOut(NamedTuple):
    """What of a folder is not in its zip, by paths relative to it, with ``/``.

    Attributes:
        junk: what is no part of a course (see `junk.stays_in_folder`).
        links: symbolic links, which could lead anywhere.
    """

    junk: list[str]
    links: list[str]


def zip_folder(folder: Path, sink: BinaryIO) -> LeftOut:
    """Write a folder's files as a zip, in a fixed order, without junk and links.

    Args:
        folder: the folder; its content becomes the root of the package.
        sink: a file opened for writing in binary.

    Returns:
        what was left out.

    Raises:
        OSError: a file cannot be read, or the zip cannot be written.
    """
    left_out = LeftOut([], [])
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in _files(folder, "", left_out):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _PERMISSIONS
            entry.file_size = path.stat().st_size  # zipfile uses zip64 where this needs it
            with path.open("rb") as source, archive.open(entry, "w") as target:
                shutil.copyfileobj(source, target, 1024 * 1024)
    return left_out


def _files(folder: Path, prefix: str, left_out: LeftOut) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        name = prefix + path.name
        if stays_in_folder(name):
            left_out.junk.append(name)
        elif path.is_symlink():
            left_out.links.append(name)
        elif path.is_dir():
            yield from _files(path, name + "/", left_out)
        elif path.is_file():
            yield name, path
