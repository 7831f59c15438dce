"""Lists that come in pages: the next page is fetched while the items of this one are used."""

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

# After so many pages in a row with nothing on them nothing is expected to come any more.
_MOST_EMPTY = 100


def items_of(fetch: Fetch, *, more: str | None = None, ahead: bool = True) -> Iterator[Any]:
    """Yield the items of a list, page by page.

    Args:
        fetch: gives the page that a token asks for, the first for None.
        more: the page to begin with.
        ahead: whether to fetch the next page before the items of this one are used up.

    Raises:
        ServiceRefused: the pages go round in circles, or have nothing on them and no end.
        CloudError: a page could not be fetched; its `more` asks for that page.
    """
    seen = {more}
    page = _named(fetch, more)
    empty = 0
    while page.more is not None:
        empty = 0 if page.items else empty + 1
        if empty == _MOST_EMPTY:
            raise ServiceRefused(f"{empty} pages in a row have nothing on them")
        if page.more in seen:
            yield from page.items
            raise ServiceRefused("the service names a page as the next one that came already")
        seen.add(page.more)
        coming = _in_a_thread(fetch, page.more) if ahead else None
        yield from page.items
        page = coming.result() if coming else _named(fetch, page.more)
    yield from page.items


def _named(fetch: Fetch, more: str | None) -> Page:
    """Fetch a page; an error's `more` is set to the page's token."""
    try:
        return fetch(more)
    except CloudError as error:
        error.more = more
        raise


def _in_a_thread(fetch: Fetch, more: str) -> "Future[Page]":
    """Fetch a page in a thread of its own, which does not keep the process alive."""
    from concurrent.futures import Future

    future: Future[Page] = Future()

    def run() -> None:
        try:
            future.set_result(_named(fetch, more))
        except BaseException as error:  # it is raised where the page is waited for
            future.set_exception(error)

    threading.Thread(target=run, name="next page", daemon=True).start()
    return future
