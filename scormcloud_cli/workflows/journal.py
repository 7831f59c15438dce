"""A journal of what a run of many things has done, for the next run to go on from."""

import json
import os
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scormcloud_cli.api.errors import UsageError

Record = Mapping[str, Any]


class Journal:
    """A file with a line for each thing that is done, and what came of it, written as it is done.

    A line is whole or, when the process was killed in the middle of it, not counted.

    Args:
        path: the file; None keeps no journal.
        resume: count what an earlier run has done; else begin anew.

    Raises:
        UsageError: the file cannot be read or written.
    """

    def __init__(self, path: Path | None, *, resume: bool) -> None:
        self._path = path
        self._done: dict[str, Record] = {}
        self._lock = threading.Lock()
        self._handle: int | None = None
        self._noted = False
        if path is None:
            return
        try:
            if resume and path.exists():
                self._done = dict(_entries(path.read_bytes().splitlines()))
            how = os.O_APPEND if resume else os.O_TRUNC
            # No link is followed: its name is known beforehand to whoever may write there.
            how |= getattr(os, "O_NOFOLLOW", 0)
            self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o600)
            if resume:
                os.write(self._handle, b"\n")  # ends a line that the last run was killed in
        except OSError as error:
            raise UsageError(f"cannot write the journal {path}: {error.strerror}") from None

    def result(self, item: str) -> Record | None:
        """Return what came of an item in an earlier run; None where that has not done it."""
        return self._done.get(item)

    def add(self, item: str, result: Record) -> None:
        """Note that an item is done, and what came of it."""
        if self._handle is not None:
            line = json.dumps({"item": item, "result": result}).encode() + b"\n"
            with self._lock:
                self._noted = True
                os.write(self._handle, line)

    def close(self, *, finished: bool) -> None:
        """End the journal; where everything or nothing is done, it is not needed any more."""
        if self._handle is None or self._path is None:
            return
        empty = not self._done and not self._noted
        os.close(self._handle)
        self._handle = None
        if finished or empty:
            self._path.unlink(missing_ok=True)


def _entries(lines: Iterable[bytes]) -> Iterable[tuple[str, Record]]:
    for line in lines:
        try:
            entry = json.loads(line)
            item, result = entry["item"], entry["result"]
        except (ValueError, TypeError, KeyError):
            continue
        if isinstance(item, str) and isinstance(result, dict):
            yield item, result
