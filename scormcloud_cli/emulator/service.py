"""The emulator as both faces see it: its folder, its store, its clock, its workers."""

import os
import secrets
import sys
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from scormcloud_cli.emulator.store import Store, insert

PAGE_SIZE = 100
# The plans of an account; a trial has limits (docs/service/v2.md, Limits).
NO_LIMITS, TRIAL = "emulator", "trial"

# The applications there always are, and nowhere but here: the store stands on this machine.
APP_ID, SECRET_KEY = "local", "local-secret"
MANAGER_ID, MANAGER_SECRET_KEY = "local-manager", "local-manager-secret"


class Emulator:
    """A SCORM Cloud over one data folder. Several, in several processes, may share a folder.

    Args:
        folder: the data folder; made where there is none.
        clock: tells the time; tests give one of their own.
        page_size: how many things a page of a list holds.
        link_base: where launch and preview links point, without a trailing slash; where the
            request came from, if None.
        plan: the account's plan, `NO_LIMITS` or `TRIAL`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        page_size: int = PAGE_SIZE,
        link_base: str | None = None,
        plan: str = NO_LIMITS,
    ) -> None:
        self.folder = folder
        self.packages = folder / "packages"
        self.uploads = folder / "uploads"
        for subfolder in (self.packages, self.uploads):
            subfolder.mkdir(parents=True, exist_ok=True)
        self.store = Store(folder / "emulator.sqlite3")
        self.clock = clock
        self.page_size = page_size
        self.link_base = link_base
        self.plan = plan
        # Names the one who runs a job: the same process number may come again after a restart.
        self.worker = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._alive = _Alive(folder / "workers", self.worker)
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="import")
        self._found()
        self._sweep()

    def now(self) -> str:
        """Return the time as the store keeps it: ISO 8601, UTC, milliseconds, ``Z``."""
        return text(self.clock())

    def start(self, job: Callable[[], None]) -> None:
        """Run a job in the background."""
        self._pool.submit(job)

    def new_upload(self) -> Path:
        """Return a new path to store a received file at; there is no file yet."""
        return self.uploads / f"{self.worker}.{uuid.uuid4().hex}"

    def is_alive(self, worker: str) -> bool:
        """Say whether the one who took a job on still runs, in this process or another."""
        return worker == self.worker or self._alive.has(worker)

    def close(self) -> None:
        """Let the running jobs end, then close the store."""
        self._pool.shutdown(wait=True)
        self._alive.end()
        self.store.close()

    def _sweep(self) -> None:
        """Delete the incomplete uploads of processes that were killed."""
        self._alive.forget_dead()
        for path in self.uploads.iterdir():
            if not self.is_alive(path.name.partition(".")[0]):
                path.unlink(missing_ok=True)

    def _found(self) -> None:
        """Create the built-in applications."""
        query = "SELECT count(*) FROM applications WHERE id IN (?, ?)"
        if self.store.reading().execute(query, (APP_ID, MANAGER_ID)).fetchone()[0] == 2:
            return
        now = self.now()
        with self.store.writing() as database:
            for app_id, name, secret, manages in (
                (APP_ID, "Local", SECRET_KEY, False),
                (MANAGER_ID, "Local manager", MANAGER_SECRET_KEY, True),
            ):
                times = {"created": now, "updated": now}
                application = {"id": app_id, "name": name, "management": manages, **times}
                insert(database, "applications", application | {"allow_delete": True}, "NOTHING")
                key = {"id": f"{app_id}-credential", "app_id": app_id, "name": "First Secret Key"}
                insert(database, "credentials", key | {"secret": secret, **times}, "NOTHING")


def text(moment: datetime) -> str:
    """Return a moment as the store keeps it; one that names no zone is in UTC."""
    moment = moment.astimezone(UTC) if moment.tzinfo else moment
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


class _Alive:
    """Tells which workers run, by a lock on a file that the system drops when a process dies."""

    def __init__(self, folder: Path, worker: str) -> None:
        folder.mkdir(exist_ok=True)
        self._folder = folder
        self._path = folder / worker
        self._guard = threading.Lock()
        self._file = self._path.open("w")
        # Between the opening and the locking another process may have taken it for a dead one's.
        while not (_lock(self._file.fileno()) and self._path.exists()):
            self._file.close()
            self._file = self._path.open("w")

    def has(self, worker: str) -> bool:
        """Return whether a worker runs; delete its file if it does not."""
        path = self._folder / worker
        with self._guard:
            try:
                with path.open("r+") as file:
                    if not _lock(file.fileno()):
                        return True
            except FileNotFoundError:
                return False
            with suppress(OSError):  # another process forgets it at the same time
                path.unlink()
            return False

    def forget_dead(self) -> None:
        """Delete the files of workers that do not run."""
        for path in self._folder.iterdir():
            if path != self._path:
                self.has(path.name)

    def end(self) -> None:
        """Release the lock: this worker has ended."""
        self._path.unlink(missing_ok=True)
        self._file.close()


def _lock(descriptor: int) -> bool:
    """Lock a file unless another process has locked it; say whether it is locked now."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
