"""How a run of many items goes: what its options say."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from zlib import crc32

if TYPE_CHECKING:
    from pathlib import Path

Item = TypeVar("Item")

DEFAULT_JOBS = 8


class Shard(NamedTuple):
    """One machine's part of a run: each item belongs to exactly one shard.

    Attributes:
        number: which part, from 1.
        total: how many parts there are.
    """

    number: int
    total: int

    def part(self, items: Sequence[Item]) -> Sequence[Item]:
        """Return the items of this shard; it is their text that decides, not where they stand."""
        return [item for item in items if crc32(str(item).encode()) % self.total == self.number - 1]


class RunOptions(NamedTuple):
    """How a run of many items goes.

    Attributes:
        jobs: how many items are worked on at once.
        rate: how many requests are made in a second at most; None for no limit.
        shard: which part of the items is worked on; None for all.
        journal: the file that tells what is done, while the run goes on; None for none.
        resume: go on where the run that left the journal ended.
        dry_run: only plan what would be requested; no journal is kept then.
    """

    jobs: int = DEFAULT_JOBS
    rate: float | None = None
    shard: Shard | None = None
    journal: "Path | None" = None
    resume: bool = False
    dry_run: bool = False
