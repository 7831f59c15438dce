"""Filters and orders lists as v2's server does: v1 sends a list whole and takes few filters."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from scormcloud_cli.api.dispatches import Dispatch
from scormcloud_cli.api.errors import CloudError, UsageError
from scormcloud_cli.api.models import utc
from scormcloud_cli.api.queries import ListQuery
from scormcloud_cli.api.v1 import gaps

if TYPE_CHECKING:
    from scormcloud_cli.api.applications import Application
    from scormcloud_cli.api.courses import Course
    from scormcloud_cli.api.destinations import Destination
    from scormcloud_cli.api.dispatches import Dispatch
    from scormcloud_cli.api.invitations import Invitation
    from scormcloud_cli.api.registrations import Registration

Item = TypeVar(
    "Item", "Application", "Course", "Destination", "Dispatch", "Invitation", "Registration"
)
Tagged = TypeVar("Tagged", "Destination", "Dispatch")


def between(
    items: Iterable[Item], since: str | None, until: str | None, field: str
) -> Iterator[Item]:
    """Yield the items whose time `field` lies between two times, both included."""
    first, last = utc(since or ""), utc(until or "")
    for item in items:
        time = getattr(item, field) or ""
        if (not since or time >= first) and (not until or time <= last):
            yield item


def holding(
    items: Iterable[Item], text: str, field: str, fields: Mapping[str, Callable[[Item], str | None]]
) -> Iterator[Item]:
    """Return the items in whose field the text occurs, whatever its case.

    Raises:
        UsageError: there is no such field.
    """
    if field not in fields:
        raise UsageError(f"--filter-by must be one of {', '.join(fields)}, not {field!r}")
    read, folded = fields[field], text.casefold()
    return (item for item in items if folded in (read(item) or "").casefold())


def ordered(
    items: Iterable[Item], order: str, fields: Mapping[str, Callable[[Item], str | None]]
) -> list[Item]:
    """Return the items in an order such as ``created_desc``; ties by ID, the same way round.

    Raises:
        UsageError: there is no such order.
        UnsupportedByApi: v1 does not carry what it looks at.
    """
    field, _, direction = order.rpartition("_")
    if field not in fields or direction not in ("asc", "desc"):
        known = ", ".join(f"{name}_{end}" for name in fields for end in ("asc", "desc"))
        raise UsageError(f"--order-by must be one of {known}, not {order!r}")
    complete = list(items)
    if any(fields[field](item) is None for item in complete):
        gaps.refuse(f"v1 does not tell what --order-by {order} looks at")

    def rank(item: Item) -> tuple[str, str]:
        return (fields[field](item) or "").casefold(), item.id

    return sorted(complete, key=rank, reverse=direction == "desc")


def whole(
    items: Iterable[Item],
    query: ListQuery,
    order: str,
    orders: Mapping[str, Callable[[Item], str | None]],
) -> Iterator[Item]:
    """Return the items of a list that v1 sends whole, as many and in the order a query asks for.

    Raises:
        UsageError: there is no such order.
        UnsupportedByApi: the query goes on with pages, or v1 does not carry what it looks at.
    """
    if query.more is not None:
        gaps.refuse("v1 sends this list whole: there is nothing to go on with")
    return islice(ordered(items, query.order_by or order, orders), query.limit)


def matching(
    items: Iterable[Tagged],
    query: ListQuery,
    filters: Mapping[str, Callable[[Tagged], str | None]],
    orders: Mapping[str, Callable[[Tagged], str | None]],
    id_field: str,
) -> Iterator[Tagged]:
    """Yield the items that match a query, of a list that v1 sends in pages.

    Without an order they come in the service's own: to order them, all pages must be there.

    Raises:
        UsageError: the query names a field or an order that there is not.
        UnsupportedByApi: it wants an order, and to go on from a page.
    """
    if query.more is not None and query.order_by is not None:
        gaps.refuse("to order a list of v1, all its pages must be there", "leave out one of them")
    if query.tags:
        items = (item for item in items if set(item.tags or ()) & set(query.tags))
    if query.filter is not None:
        items = holding(items, query.filter, query.filter_by or id_field, filters)
    items = between(items, query.since, query.until, query.datetime_filter or "updated")
    if query.order_by is not None:
        items = _all_ordered(items, query.order_by, orders)
    return islice(items, query.limit)


def _all_ordered(
    items: Iterable[Tagged], order: str, orders: Mapping[str, Callable[[Tagged], str | None]]
) -> list[Tagged]:
    try:
        return ordered(items, order, orders)
    except CloudError as error:
        error.more = None  # none of it was given yet: there is nothing to go on after
        raise
