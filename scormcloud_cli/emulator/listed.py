"""Zips whose lists of files were read lately: a page asks for one file after another."""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from scormcloud_cli.packages import PackageFile

# How many files the zips that are kept in mind may have, all together: some 30 MB of memory.
_MOST_FILES = 40_000


class _HasFiles(Protocol):
    @property
    def files(self) -> Mapping[str, PackageFile]: ...


Zip = TypeVar("Zip", bound=_HasFiles)


class Listed(Generic[Zip]):
    """Reads zips, and keeps those in mind that were asked for last.

    A package is never written over: a file that is put into it makes another package.

    Args:
        read: reads a zip.
        most_files: how many files those that are kept may have, all together.
    """

    def __init__(self, read: Callable[[Path], Zip], most_files: int = _MOST_FILES) -> None:
        self._read = read
        self._left = most_files
        self._kept: dict[Path, Zip] = {}  # the one that was asked for last is the last
        self._lock = threading.Lock()

    def __call__(self, path: Path) -> Zip:
        """Return a zip; as what reads it."""
        with self._lock:
            kept = self._kept.pop(path, None)
            if kept is not None:
                self._kept[path] = kept
                return kept
        read = self._read(path)
        with self._lock:
            if path not in self._kept:
                self._kept[path] = read
                self._left -= len(read.files)
            while self._left < 0:
                self._left += len(self._kept.pop(next(iter(self._kept))).files)
        return read
