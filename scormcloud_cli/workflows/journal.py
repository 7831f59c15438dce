"""A journal of what a run of many things has done, for the next run to go on from."""

import json
import os
import threading
from collections.abc import Iterable
from pathlib import Path

from scormcloud_cli.api.errors import UsageError


class Journal:
    """A file with a line for each thing that is done, written as it is done.

    A line is whole or, when the process was killed in the middle of it, not counted.

    Args:
        path: the file; None keeps no journal.
        resume: count what an earlier run has done; else begin anew.

    Raises:
        UsageError: the file cannot be read or written.
    """

    def __init__(self, path: Path | None, *, resume: bool) -> None:
        self._path = path
        self._done: set[str] = set()
        self._lock = threading.Lock()
        self._handle: int | None = None
        self._noted = False
        if path is None:
            return
        try:
            if resume and path.exists():
                self._done = set(_keys(path.read_bytes().splitlines()))
            how = os.O_APPEND if resume else os.O_TRUNC
            # No link is followed: its name is known beforehand to whoever may write there.
            how |= getattr(os, "O_NOFOLLOW", 0)
            self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o600)
            if resume:
                os.write(self._handle, b"\n")  # ends a line that the last run was killed in
        except OSError as error:
            raise UsageError(f"cannot write the journal {path}: {error.strerror}") from None

    def has(self, key: str) -> bool:
        """Say whether an earlier run has done this."""
        return key in self._done

    def add(self, key: str) -> None:
        """Note that this is done."""
        if self._handle is not None:
            with self._lock:
                self._noted = True
                os.write(self._handle, json.dumps(key).encode() + b"\n")

    def close(self, *, finished: bool) -> None:
        """End the journal; where everything or nothing is done, it is not needed any more."""
        if self._handle is None or self._path is None:
            return
        empty = not self._done and not self._noted
        os.close(self._handle)
        self._handle = None
        if finished or empty:
            self._path.unlink(missing_ok=True)


def _keys(lines: Iterable[bytes]) -> Iterable[str]:
    for line in lines:
        try:
            key = json.loads(line)
        except ValueError:
            continue
        if isinstance(key, str):
            yield key
