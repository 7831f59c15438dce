"""The emulator's store: one SQLite file, shared safely by threads and by processes."""

import json
import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from scormcloud_cli.emulator.refusals import Refusal

# How long one process waits for another that is writing, in seconds.
_PATIENCE = 30.0
# What schema.sql makes; raise it with every change to the tables, and migrate what is older.
_SCHEMA_VERSION = 7
# What schema.sql does not do to tables that there are, by the version that brought it.
_CHANGES = {7: "ALTER TABLE registrations ADD COLUMN dispatch_id TEXT"}


class NewerStore(Exception):
    """The store was made by a newer scloud; `path` is its file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} was made by a newer version of scloud")
        self.path = path


class _Held:
    """A thread's connection, closed with the thread: a server's threads come and go."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


class Store:
    """Opens the database once in each thread.

    Args:
        path: the file; made, with its tables, where there is none.

    Raises:
        NewerStore: the file has tables that this scloud does not know.
        sqlite3.DatabaseError: it is no database, or damaged.
        OSError: it cannot be opened or made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.local()
        self._all: weakref.WeakSet[_Held] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._turn_to_write = threading.Lock()
        # For its owner alone, and so is what SQLite puts beside it, which has the same mode.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self._migrate()

    def reading(self) -> sqlite3.Connection:
        """Return this thread's connection; in a transaction of this thread it is the same one."""
        held: _Held | None = getattr(self._threads, "held", None)
        if held is None:
            held = self._threads.held = _Held(self._connect())
            with self._lock:
                self._all.add(held)
        return held.connection

    @contextmanager
    def writing(self, *, durable: bool = False) -> Iterator[sqlite3.Connection]:
        """Run a block in a transaction on this thread's connection; commit if it raises nothing.

        Inside another block of the same thread it is a part of that one's transaction.

        Args:
            durable: wait until what is kept survives a loss of power. A process that dies takes
                nothing that was kept with it in any case.
        """
        connection = self.reading()
        if connection.in_transaction:
            yield connection
            return
        # One thread after another: those that SQLite itself makes wait look again only now and
        # then, and longer apart the longer they have waited.
        with self._turn_to_write:
            if durable:
                connection.execute("PRAGMA synchronous = FULL")
            try:
                # At once, not at the first write: two processes that read and then write would
                # wait for each other.
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if durable:
                    connection.execute("PRAGMA synchronous = NORMAL")

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            for held in list(self._all):
                held.connection.close()
            self._all.clear()
        self._threads = threading.local()

    def _connect(self) -> sqlite3.Connection:
        # check_same_thread is off only so that `close` may close what other threads opened.
        connection = sqlite3.connect(
            self._path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA synchronous = NORMAL")
        # In pages: a checkpoint waits for the disk, and all that write wait for it.
        connection.execute("PRAGMA wal_autocheckpoint = 10000")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def _migrate(self) -> None:
        with closing(self._connect()) as database:
            version = _version(database)
            if version > _SCHEMA_VERSION:
                raise NewerStore(self._path)
            if version == _SCHEMA_VERSION:
                return
            _write_ahead(database)
            database.execute("BEGIN IMMEDIATE")
            version = _version(database)
            if version < _SCHEMA_VERSION:  # another process may have been faster
                for number, statement in _CHANGES.items():
                    if 0 < version < number:
                        database.execute(statement)
                # Each of these makes what is not there.
                for statement in _statements(Path(__file__).with_name("schema.sql")):
                    database.execute(statement)
                database.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")
            database.execute("COMMIT")


def insert(
    database: sqlite3.Connection, table: str, row: Mapping[str, object], conflict: str = ""
) -> None:
    """Insert a row: values by column, dicts are kept as JSON; other columns get their defaults.

    Args:
        database: the store, in a transaction.
        table: the table.
        row: the values.
        conflict: what to do where there is such a row, ``NOTHING`` or ``UPDATE SET …``; without, it
            is an error.
    """
    marks = ", ".join("?" * len(row))
    query = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
    database.execute(query + (conflict and f" ON CONFLICT DO {conflict}"), _kept(row))


def update(
    database: sqlite3.Connection,
    table: str,
    key: Mapping[str, object],
    changes: Mapping[str, object],
) -> int:
    """Give those rows that have the values of `key`, by column, the values of `changes`.

    Returns:
        how many rows were changed.
    """
    if not changes:
        return 0
    assignments = ", ".join(f"{column} = ?" for column in changes)
    query = f"UPDATE {table} SET {assignments} WHERE {_conditions(key)}"
    return database.execute(query, (*_kept(changes), *_kept(key))).rowcount


def delete(database: sqlite3.Connection, table: str, key: Mapping[str, object]) -> None:
    """Delete those rows that have the values of `key`, by column."""
    database.execute(f"DELETE FROM {table} WHERE {_conditions(key)}", _kept(key))


def rows(
    database: sqlite3.Connection, table: str, key: Mapping[str, object], order: str = "rowid"
) -> list[sqlite3.Row]:
    """Return those rows that have the values of `key`, by column, in the order of some columns."""
    query = f"SELECT * FROM {table} WHERE {_conditions(key)} ORDER BY {order}"
    return database.execute(query, _kept(key)).fetchall()


def row(database: sqlite3.Connection, table: str, key: Mapping[str, object]) -> sqlite3.Row | None:
    """Return the row that has the values of `key`, by column; None where there is none."""
    return next(iter(rows(database, table, key)), None)


def exists(database: sqlite3.Connection, table: str, key: Mapping[str, object]) -> bool:
    """Say whether there is a row that has the values of `key`, by column."""
    return row(database, table, key) is not None


def one(
    database: sqlite3.Connection, query: str, values: Sequence[object], refusal: Refusal
) -> sqlite3.Row:
    """Return the row that a query gives; the refusal is raised where it gives none."""
    row: sqlite3.Row | None = database.execute(query, values).fetchone()
    if row is None:
        raise refusal
    return row


def given(**values: Any) -> dict[str, Any]:
    """Return the values that are not None, by name."""
    return {name: value for name, value in values.items() if value is not None}


def only(values: Mapping[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    """Return the values of some columns, of those that there are."""
    return {column: values[column] for column in columns if column in values}


def _conditions(key: Mapping[str, object]) -> str:
    return " AND ".join(f"{column} = ?" for column in key)


def _kept(row: Mapping[str, object]) -> list[object]:
    return [json.dumps(value) if isinstance(value, dict) else value for value in row.values()]


def _version(database: sqlite3.Connection) -> int:
    version: int = database.execute("PRAGMA user_version").fetchone()[0]
    return version


def _write_ahead(database: sqlite3.Connection) -> None:
    """Switch to the write-ahead log, for good; SQLite does not wait here if others do the same."""
    give_up = time.monotonic() + _PATIENCE
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        else:
            return


def _statements(script: Path) -> Iterator[str]:
    """Yield a script's statements: executescript would end the transaction around them."""
    statement = ""
    for line in script.read_text("utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
