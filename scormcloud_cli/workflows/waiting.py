"""Waiting for a job of the service to end."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from scormcloud_cli.api.errors import StillPending

Found = TypeVar("Found")

# How long to wait between two looks at a job, in seconds: it grows from the first to the last.
_FIRST_LOOK = 0.05
_LONGEST_LOOK = 10.0
_GROWTH = 2.0

timeout_option = click.option(
    "--wait-timeout",
    type=click.FloatRange(min=0),
    default=600.0,
    metavar="SECONDS",
    help="How long to wait.  [default: 600]",
)


def until(
    look: Callable[[], Found],
    ended: Callable[[Found], bool],
    seconds: float,
    pending: "StillPending",
) -> Found:
    """Look at a job until it has ended, at growing intervals, and return what was seen last.

    Args:
        look: asks the service how the job stands.
        ended: says whether it has ended, well or not.
        seconds: how long to wait at most.
        pending: what to raise when that is over.

    Raises:
        StillPending: the job goes on.
    """
    deadline = time.monotonic() + seconds
    pause = _FIRST_LOOK
    while True:
        found = look()
        if ended(found):
            return found
        left = deadline - time.monotonic()
        if left <= 0:
            raise pending
        time.sleep(min(pause, left))
        pause = min(_LONGEST_LOOK, pause * _GROWTH)
