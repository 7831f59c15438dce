"""Lists that come in pages: the next page is fetched while the present one is worked on."""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from scormcloud_cli.api.errors import CloudError, ServiceRefused

if TYPE_CHECKING:
    from concurrent.futures import Future


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
    page = _named(fetch, more)
    while page.more is not None:
        if page.more in seen:
            yield from page.items
            raise ServiceRefused("the service names a page as the next one that came already")
        seen.add(page.more)
        coming = _in_a_thread(fetch, page.more) if ahead else None
        yield from page.items
        page = coming.result() if coming else _named(fetch, page.more)
    yield from page.items


def _named(fetch: Fetch, more: str | None) -> Page:
    """Return a page; the error of one that cannot be fetched names it."""
    try:
        return fetch(more)
    except CloudError as error:
        error.more = more
        raise


def _in_a_thread(fetch: Fetch, more: str) -> "Future[Page]":
    """Fetch a page in a thread, which nobody waits for when the page is not wanted any more."""
    from concurrent.futures import Future

    future: Future[Page] = Future()

    def run() -> None:
        try:
            future.set_result(_named(fetch, more))
        except BaseException as error:  # it is raised where the page is waited for
            future.set_exception(error)

    threading.Thread(target=run, name="next page", daemon=True).start()
    return future
