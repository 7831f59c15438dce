"""Who uses a data folder: each emulator locks a file, which the system frees when it dies."""

import json
import os
import secrets
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import FileIO
from operator import itemgetter
from pathlib import Path

# Which byte is locked: far behind the content, for on Windows nobody else may read what is locked.
_LOCKED_BYTE = 2**30


@dataclass(frozen=True, slots=True)
class Worker:
    """An emulator that runs.

    Attributes:
        pid: the ID of its process.
        base_url: where it answers others; None where it is a part of a command.
        content_url: where its launch links lead and content is; None likewise.
    """

    pid: int
    base_url: str | None
    content_url: str | None


class Workers:
    """The emulators that use a data folder.

    Args:
        folder: where their files are, each named after its worker; there need not be one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._guard = threading.Lock()

    def enter(self) -> "Membership":
        """Make this process one of them."""
        # The same process number may come again after a restart.
        path = self._folder / f"{os.getpid()}-{secrets.token_hex(4)}"
        while True:
            file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)
            # Between opening and locking, another process may have taken it for a dead one's.
            if _lock(file.fileno()) and path.exists():
                return Membership(path, file)
            file.close()

    def has(self, worker: str) -> bool:
        """Say whether a worker runs; delete its file if it does not."""
        path = self._folder / worker
        with self._guard:
            try:
                handle = os.open(path, os.O_RDWR)
            except FileNotFoundError:
                return False
            try:
                if not _lock(handle):
                    return True
                with suppress(OSError):  # another process forgets it at the same time
                    path.unlink()
            finally:
                os.close(handle)
            return False

    def living(self) -> list[Worker]:
        """Return those that run, the youngest first; forget the others."""
        ages: list[tuple[float, Worker]] = []
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            if self.has(path.name):
                with suppress(FileNotFoundError):  # it has just ended
                    ages.append((-path.stat().st_mtime, _read(path)))
        return [worker for _, worker in sorted(ages, key=itemgetter(0))]


class Membership:
    """What makes this process a worker: its file, which it keeps locked.

    Attributes:
        worker: its name.
    """

    def __init__(self, path: Path, file: FileIO) -> None:
        self.worker = path.name
        self._path = path
        self._file = file

    def announce(self, base_url: str, content_url: str) -> None:
        """Tell the others where this one answers."""
        self._file.seek(0)
        self._file.write(json.dumps([base_url, content_url]).encode())

    def leave(self) -> None:
        """End it: this worker has ended."""
        if os.name == "nt":  # where nobody can delete what is open
            self._file.close()
        self._path.unlink(missing_ok=True)
        self._file.close()


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Run a block while no other thread or process runs one with the same file, which is kept."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        while not _lock(handle, wait=True):
            pass  # Windows gives up after ten seconds
        yield
    finally:
        os.close(handle)


def _read(path: Path) -> Worker:
    told = path.read_bytes()
    base_url, content_url = json.loads(told) if told else (None, None)
    return Worker(int(path.name.partition("-")[0]), base_url, content_url)


def _lock(handle: int, *, wait: bool = False) -> bool:
    """Lock a file until it is closed, unless another has it; say whether it is locked now."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True
