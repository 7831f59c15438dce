"""How deep an answer may be nested: Python reads more levels than it can print or walk."""

from collections.abc import Callable, Sequence
from typing import TypeVar

# Activities nest in activities, each in a list of an object: no course has a quarter of it.
_MOST_LEVELS = 200

Part = TypeVar("Part")


def check_depth(root: Part, below: Callable[[Sequence[Part]], Sequence[Part]]) -> None:
    """Check how deep something is nested, without going down itself.

    Args:
        root: the outermost value.
        below: gives all that is in the values of one level.

    Raises:
        ValueError: it has too many levels.
    """
    level: Sequence[Part] = [root]
    for _ in range(_MOST_LEVELS):
        level = below(level)
        if not level:
            return
    raise ValueError("too many levels")
