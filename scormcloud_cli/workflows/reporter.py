"""What a workflow tells whoever runs it, while it runs."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol


class Meter(Protocol):
    """Takes how far one file or job is."""

    def bytes(self, done: int, total: int) -> None:
        """Take that `done` of `total` bytes have travelled; a total of 0 is not known."""

    def phase(self, words: str) -> None:
        """Take that something without a measure is going on, such as ``processing``."""


class Reporter(Protocol):
    """Takes what a workflow has to say beside its results."""

    def notice(self, text: str) -> None:
        """Take something that a person should know."""

    def detail(self, text: str) -> None:
        """Take something that only a person who wants to know more should be told."""

    def warn(self, text: str) -> None:
        """Take something that a person should look at."""

    def meter(self, words: str) -> AbstractContextManager[Meter]:
        """Return what takes the progress of one file or job while a block runs.

        Args:
            words: what is going on, ``importing golf``.
        """

    def counter(self, words: str, total: int) -> AbstractContextManager[Callable[[int], None]]:
        """Return what takes how many of several things are done while a block runs.

        Args:
            words: what is going on.
            total: how many things there are in all; 0 when that is not known.
        """
