"""How fast requests leave, over all threads of a run."""

import threading
import time
from collections.abc import Callable

# What the time between two requests begins with when the service first asks for less, and its end.
_FIRST_INTERVAL, _LONGEST_INTERVAL = 0.005, 5.0
# Without an answer that says how long, what all wait after a 429.
_BREATH = 0.05
_GROWTH, _RECOVERY = 1.5, 0.9


class Pace:
    """Lets requests go one by one, no faster than asked for, and slower when the service asks.

    After a 429 everybody waits, and the time between two requests grows by half; each answer that
    is none makes it a little shorter again.

    Args:
        per_second: how many at most; None for no limit of one's own.
        clock: tells the time, in seconds.
        pause: waits so many seconds.
    """

    def __init__(
        self,
        per_second: float | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._own = 1 / per_second if per_second else 0.0
        self._interval = self._own
        self._next = 0.0
        self._clock = clock
        self._pause = pause
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Wait for one's turn."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next)
            self._next = turn + self._interval
        if turn > now:
            self._pause(turn - now)

    def slow_down(self, seconds: float | None) -> None:
        """Go slower: the service has too much to do.

        Args:
            seconds: how long it asks everybody to wait, if it says so.
        """
        with self._lock:
            self._interval = min(max(self._interval * _GROWTH, _FIRST_INTERVAL), _LONGEST_INTERVAL)
            self._next = max(self._next, self._clock() + (seconds or _BREATH))

    def recover(self) -> None:
        """Go a little faster again, down to one's own limit."""
        if self._interval == self._own:
            return
        with self._lock:
            shorter = self._interval * _RECOVERY
            least = _FIRST_INTERVAL / 10
            self._interval = shorter if shorter > max(self._own, least) else self._own
