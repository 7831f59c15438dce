"""The emulator as both faces see it: its folder, its store, its clock, its workers."""

import functools
import os
import shutil
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path

from scormcloud_cli.emulator.outgoing import Outgoing
from scormcloud_cli.emulator.store import Store, insert
from scormcloud_cli.emulator.troubles import told
from scormcloud_cli.emulator.workers import Worker, Workers, one_at_a_time

PAGE_SIZE = 100
# The plans of an account; a trial has limits (docs/service/v2.md, Limits).
NO_LIMITS, TRIAL = "emulator", "trial"

# Names in the data folder.
_STORE = "emulator.sqlite3"
_WORKERS = "workers"

# A started one has its file just before it is complete.
_NAMED_EXPORTS = "SELECT id || '.zip' FROM exports WHERE status IN ('started', 'complete')"

# The applications there always are, and nowhere but here: the store stands on this machine.
APP_ID, SECRET_KEY = "local", "local-secret"
MANAGER_ID, MANAGER_SECRET_KEY = "local-manager", "local-manager-secret"


class Emulator:
    """A SCORM Cloud over one data folder. Several, in several processes, may share a folder.

    Args:
        folder: the data folder; made where there is none.
        clock: tells the time; tests give one of their own.
        page_size: how many things a page of a list holds.
        content_url: where launch links lead and content is served: the base URL of an origin
            apart from the API's, without a trailing slash.
        link_base: where its other links point, without a trailing slash; where the request came
            to, if None.
        allow_local_fetch: whether files are fetched from this machine and its network too.
        plan: the account's plan, `NO_LIMITS` or `TRIAL`.
        postback_speed: how many times faster than the service's is the clock that postbacks wait
            by.

    Raises:
        Unusable: the folder cannot be used.
    """

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        page_size: int = PAGE_SIZE,
        content_url: str = "",
        link_base: str | None = None,
        allow_local_fetch: bool = False,
        plan: str = NO_LIMITS,
        postback_speed: float = 1.0,
    ) -> None:
        self.folder = folder
        self.packages = folder / "packages"
        self.uploads = folder / "uploads"
        self.exports = folder / "exports"
        self.clock = clock
        self.page_size = page_size
        self.content_url = content_url
        self.link_base = link_base
        self.outgoing = Outgoing(allow_local=allow_local_fetch)
        self.plan = plan
        self.postback_speed = postback_speed
        with told(folder), ExitStack() as begun:
            for subfolder in (folder, self.packages, self.uploads, self.exports, folder / _WORKERS):
                make_private(subfolder)
            self.store = Store(folder / _STORE)
            begun.callback(self.store.close)
            self._workers = Workers(folder / _WORKERS)
            self._membership = self._workers.enter()
            begun.callback(self._membership.leave)
            #: Names the one who runs a job, and whose files are which.
            self.worker = self._membership.worker
            self._found()
            self.sweep()
            begun.pop_all()
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="import")
        # What is slow here waits for others, not for this machine.
        self._bringing = ThreadPoolExecutor(max_workers=16, thread_name_prefix="bring")

    def now(self) -> str:
        """Return the time as the store keeps it: ISO 8601, UTC, milliseconds, ``Z``."""
        return text(self.clock())

    def start(self, job: Callable[[], None]) -> None:
        """Run a job in the background."""
        self._pool.submit(job)

    def start_bringing(self, job: Callable[[], None]) -> None:
        """Run a job that may have to wait for others, in the background; nothing waits for it."""
        self._bringing.submit(job)

    def new_upload(self) -> Path:
        """Return a new path to store a received file at; there is no file yet."""
        return self.uploads / f"{self.worker}.{uuid.uuid4().hex}"

    def new_package(self, suffix: str) -> Path:
        """Return a new path to store a package at, for a row of the store to name."""
        return self.packages / f"{self.worker}.{uuid.uuid4().hex}{suffix}"

    def drop_packages(self, names: Iterable[str]) -> None:
        """Delete packages that nothing in the store names any more."""
        for name in names:
            with suppress(OSError):  # somebody reads it, on Windows: it is swept later
                (self.packages / name).unlink(missing_ok=True)

    def changing_assets(self) -> AbstractContextManager[None]:
        """Run a block while no other one, in any process, changes files of courses."""
        return one_at_a_time(self.folder / "assets.lock")

    def is_alive(self, worker: str) -> bool:
        """Say whether the one who took a job on still runs, in this process or another."""
        return worker == self.worker or self._workers.has(worker)

    def announce(self, base_url: str, content_url: str) -> None:
        """Tell whoever asks what uses the data folder where this emulator answers."""
        self._membership.announce(base_url, content_url)

    def sweep(self) -> None:
        """Delete the files of processes that were killed, but for those that the store names."""
        self._workers.living()
        is_alive = functools.cache(self.is_alive)
        for folder, query in (
            (self.uploads, None),
            (self.packages, "SELECT file FROM versions"),
            (self.exports, _NAMED_EXPORTS),
        ):
            # In this order: what its owner leaves unnamed at its end stays so.
            left = [path for path in folder.iterdir() if not is_alive(path.name.partition(".")[0])]
            rows = self.store.reading().execute(query).fetchall() if left and query else ()
            named = {row[0] for row in rows}
            for path in left:
                if path.name not in named:
                    with suppress(OSError):  # another process sweeps as well; it is of no harm
                        _remove(path)

    def close(self) -> None:
        """Let the running jobs end, but for what waits for others; then close the store."""
        self.outgoing.stop()
        self._bringing.shutdown(wait=True)  # before the other: it hands on to it
        self._pool.shutdown(wait=True)
        self._membership.leave()
        self.store.close()

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


def users(folder: Path) -> list[Worker]:
    """Return the emulators that use a data folder, the youngest first.

    Raises:
        Unusable: it cannot be looked at.
    """
    with told(folder):
        return Workers(folder / _WORKERS).living()


def is_data_folder(folder: Path) -> bool:
    """Say whether an emulator keeps its data in a folder, or has begun to throw it away."""
    return (folder / _STORE).exists() or (folder / _WORKERS).is_dir()


def throw_away(folder: Path) -> None:
    """Delete all that is in a data folder, and the folder.

    Raises:
        Unusable: it cannot be deleted.
    """
    with told(folder):
        # The store first: if this is killed, what is left is nobody's, and swept.
        for path in sorted(folder.iterdir(), key=lambda path: not path.name.startswith(_STORE)):
            _remove(path)
        with suppress(OSError):  # it is a link, or a disk of its own
            folder.rmdir()


def text(moment: datetime) -> str:
    """Return a moment as the store keeps it; one that names no zone is in UTC."""
    moment = moment.astimezone(UTC) if moment.tzinfo else moment
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def make_private(folder: Path) -> None:
    """Make a folder, with those above it, that nobody else can look into; one that exists stays."""
    if folder.is_dir():
        return
    make_private(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)  # whatever mode the process is told to take away from what it makes


def settle(path: Path) -> None:
    """Wait until a file that was written survives a loss of power."""
    for opened, flags in ((path, os.O_RDWR), (path.parent, os.O_RDONLY)):
        if os.name == "nt" and opened != path:
            continue
        handle = os.open(opened, flags)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
