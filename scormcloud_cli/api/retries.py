"""How often a request is tried again, and how long to wait before it is."""

import email.utils
import random
import time
from collections.abc import Callable, Mapping

# Statuses of errors that may have passed by the next try.
PASSING = (429, 502, 503, 504)
# If the service asks for a longer wait than this, in seconds, there is no further try.
LONGEST_RETRY_AFTER = 120.0
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 20.0


class Retries:
    """Waits between tries, and says so.

    Args:
        count: how many tries there are after the first.
        notice: told one line about each wait; None for nobody.
        pause: waits so many seconds.
    """

    def __init__(
        self, count: int, notice: Callable[[str], None] | None, pause: Callable[[float], None]
    ) -> None:
        self.count = count
        self._notice = notice
        self._pause = pause

    def wait(
        self, operation: str, reason: str, tries_left: int, seconds: float | None = None
    ) -> None:
        """Wait before the next try.

        Args:
            operation: what is tried, for the notice.
            reason: why the try before came to nothing.
            tries_left: how many tries there are yet, the next one among them.
            seconds: how long the service asks to wait, if it does; else the wait doubles from try
                to try, with full jitter.
        """
        tried = self.count - tries_left
        if seconds is None:
            seconds = random.uniform(0, min(_LONGEST_WAIT, _FIRST_WAIT * 2**tried))  # noqa: S311
        if self._notice:
            self._notice(
                f"{operation}: {reason}; trying again in {seconds:.1f} s "
                f"({tried + 1} of {self.count})"
            )
        self._pause(seconds)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that ``Retry-After`` asks for, in seconds or as a date (RFC 9110)."""
    text = headers.get("retry-after", "").strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except ValueError:
        return None
