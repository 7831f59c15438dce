"""Lists that come in pages: the next page is fetched while the present one is worked on."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from scormcloud_cli.api.errors import CloudError, ServiceRefused

if TYPE_CHECKING:
    from concurrent.futures import Future

# Handing pages from thread to thread costs more than it wins where they come at once, as those of
# an emulator on this machine do; the service is further away.
_WORTH_A_THREAD = 0.02


class Page(NamedTuple):
    """One page of a list.

    Attributes:
        items: what it holds, as the service has it.
        more: what the next page is asked for with; None when it is the last.
    """

    items: Sequence[Any]
    more: str | None


Fetch = Callable[[str | None], Page]


def items_of(fetch: Fetch, *, more: str | None = None, ahead: bool = True) -> Iterator[Any]:
    """Yield what the pages of a list hold, each page as soon as it is there.

    Args:
        fetch: gives the page that a token asks for, the first for None.
        more: the page to begin with.
        ahead: whether the next page is surely wanted, and may be fetched before this one is done.

    Raises:
        ServiceRefused: the pages go round in circles.
        CloudError: a page could not be fetched; its `more` asks for that page.
    """
    seen = {more}
    page, seconds = _timed(fetch, more)
    while page.more is not None:
        if page.more in seen:
            yield from page.items
            raise ServiceRefused("the service names a page as the next one that came already")
        seen.add(page.more)
        coming = None
        if ahead and seconds > _WORTH_A_THREAD:
            coming = _in_a_thread(fetch, page.more)
        yield from page.items
        page, seconds = coming.result() if coming else _timed(fetch, page.more)
    yield from page.items


def _timed(fetch: Fetch, more: str | None) -> tuple[Page, float]:
    """Return a page and the seconds that it took to come."""
    started = time.monotonic()
    try:
        return fetch(more), time.monotonic() - started
    except CloudError as error:
        error.more = more
        raise


def _in_a_thread(fetch: Fetch, more: str) -> "Future[tuple[Page, float]]":
    """Fetch a page in a thread, which nobody waits for when the page is not wanted any more."""
    from concurrent.futures import Future

    future: Future[tuple[Page, float]] = Future()

    def run() -> None:
        try:
            future.set_result(_timed(fetch, more))
        except BaseException as error:  # it is raised where the page is waited for
            future.set_exception(error)

    threading.Thread(target=run, name="next page", daemon=True).start()
    return future
