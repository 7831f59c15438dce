"""What can be wrong with a data folder and its disk, in words for whoever runs the emulator."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scormcloud_cli.emulator.store import NewerStore

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# What SQLite needs beside a store at least, in bytes.
_ROOM = 64 * 1024
# Names that are taken, or stand where a folder should.
_MISNAMED = (errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# As SQLite tells what the system told it.
_ERRNOS = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
}

_ANOTHER = "name another folder with --data or SCLOUD_DATA_DIR"


class Unusable(Exception):
    """The data folder cannot be used.

    Attributes:
        message: why, in a sentence without its full stop.
        advice: what to do about it.
        is_misnamed: whether another folder should have been named.
    """

    def __init__(self, message: str, advice: str, *, is_misnamed: bool = False) -> None:
        super().__init__(f"{message}: {advice}")
        self.message = message
        self.advice = advice
        self.is_misnamed = is_misnamed


def trouble(error: Exception, folder: Path) -> Unusable | None:
    """Return what an error says of a data folder; None where it is a fault of the emulator."""
    if isinstance(error, NewerStore):
        return Unusable(str(error), f"install the newer version, or {_ANOTHER}")
    if isinstance(error, sqlite3.Error):
        code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in _DAMAGED:
            return _damaged(error, folder)
        number, place = _ERRNOS.get(code), ""
    elif isinstance(error, OSError):
        number, place = error.errno, f"{error.filename}: " if error.filename else ""
    else:
        return None
    if number is None:
        return None
    if number in _FULL or (number == errno.EIO and _is_full(folder)):
        return Unusable(f"no room is left for the emulator's data in {folder}", "make room there")
    reason = f"the emulator's data in {folder} cannot be used: {place}{os.strerror(number)}"
    if number in _MISNAMED:
        return Unusable(reason, _ANOTHER, is_misnamed=True)
    return Unusable(reason, f"see whose it is and who may write there, or {_ANOTHER}")


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Run a block that opens a data folder.

    Raises:
        Unusable: the folder cannot be opened.
    """
    try:
        yield
    except (OSError, sqlite3.Error, NewerStore) as error:
        raise trouble(error, folder) or _damaged(error, folder) from error


def _is_full(folder: Path) -> bool:
    """Say whether nothing goes onto the disk; SQLite tells of it as of any other error."""
    try:
        return shutil.disk_usage(folder).free < _ROOM
    except OSError:
        return False


def _damaged(error: Exception, folder: Path) -> Unusable:
    return Unusable(
        f"the emulator's data in {folder} is damaged ({error})",
        "put a copy of it in its place, or throw it away with scloud emulator reset",
    )
