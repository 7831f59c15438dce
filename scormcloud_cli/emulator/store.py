"""The emulator's store: one SQLite file, shared safely by threads and by processes."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# How long one process waits for another that is writing, in seconds.
_PATIENCE = 30.0


class Store:
    """Opens the database once in each thread.

    Args:
        path: the file; made, with its tables, where there is none.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        with self.writing() as database:
            for statement in _schema().split(";\n"):
                database.execute(statement)

    def reading(self) -> sqlite3.Connection:
        """Return this thread's connection, for reading."""
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            # check_same_thread is off only so that `close` may close what other threads opened.
            connection = sqlite3.connect(
                self._path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
            )
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            self._threads.connection = connection
            with self._lock:
                self._all.append(connection)
        return connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give this thread's connection in a transaction, kept when the block ends well."""
        connection = self.reading()
        # At once, not at the first write: two that read and then write would wait for each other.
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()


def _schema() -> str:
    return Path(__file__).with_name("schema.sql").read_text("utf-8")
