"""How fast requests are sent, over all threads of a run."""

import threading
import time
from collections.abc import Callable

# What the time between two requests begins with when the service first asks for less, and its end.
_FIRST_INTERVAL, _LONGEST_INTERVAL = 0.005, 5.0
# Without an answer that says how long, what all wait after a 429.
_BREATH = 0.05
_GROWTH, _RECOVERY = 1.5, 0.9


class Pace:
    """Spaces requests out: no faster than asked for, and slower when the service asks.

    After a 429 all threads wait, and the time between two requests grows by half; every other
    answer shortens it a little.

    Args:
        per_second: how many requests to send at most; None for no limit but the service's.
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
        """Block until the next request may be sent."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next)
            self._next = turn + self._interval
        if turn > now:
            self._pause(turn - now)

    def slow_down(self, seconds: float | None) -> None:
        """Lengthen the time between two requests: the service answered 429.

        Args:
            seconds: how long the service asks to wait; None when it does not say.
        """
        with self._lock:
            self._interval = min(max(self._interval * _GROWTH, _FIRST_INTERVAL), _LONGEST_INTERVAL)
            self._next = max(self._next, self._clock() + (seconds or _BREATH))

    def recover(self) -> None:
        """Shorten the time between two requests a little, down to the limit that was asked for."""
        if self._interval == self._own:
            return
        with self._lock:
            shorter = self._interval * _RECOVERY
            least = _FIRST_INTERVAL / 10
            self._interval = shorter if shorter > max(self._own, least) else self._own
