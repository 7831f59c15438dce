"""Filters and orders lists as v2's server does: v1 sends a list whole and takes few filters."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import attrgetter
from typing import NamedTuple, TypeVar

from scormcloud_cli.api.errors import CloudError, UsageError
from scormcloud_cli.api.models import Model, utc
from scormcloud_cli.api.queries import ListQuery
from scormcloud_cli.api.v1 import gaps

Item = TypeVar("Item", bound=Model)


class Fields(NamedTuple):
    """What the items of a list are filtered and ordered by.

    Attributes:
        filters: the attributes that text is looked for in, by the names that `filter_by` has for
            them; the first is looked in unless another is named.
        orders: the attributes that items are ordered by, by the names that `order_by` begins with.
        order: the order of a list that is sent whole, unless another is asked for.
    """

    filters: Mapping[str, str]
    orders: Mapping[str, str]
    order: str = "created_desc"


def refuse_updated(query: ListQuery, what: str) -> None:
    """Refuse to look at when things were updated, as `what` says, where v1 does not tell it.

    Raises:
        UnsupportedByApi: the query looks at it.
    """
    if (query.since or query.until) and query.datetime_filter != "created":
        gaps.refuse(what, "use --api v2, or --datetime-filter created")


def tagged(items: Iterable[Item], tags: Sequence[str]) -> Iterable[Item]:
    """Return the items that carry any of the tags, all where there are none to look for."""
    if not tags:
        return items
    return (item for item in items if not set(tags).isdisjoint(getattr(item, "tags", None) or ()))


def between(
    items: Iterable[Item], since: str | None, until: str | None, attribute: str
) -> Iterator[Item]:
    """Yield the items one of whose times lies between two times, both included."""
    first, last = utc(since or ""), utc(until or "")
    for item in items:
        time = getattr(item, attribute) or ""
        if (not since or time >= first) and (not until or time <= last):
            yield item


def holding(items: Iterable[Item], query: ListQuery, filters: Mapping[str, str]) -> Iterable[Item]:
    """Return the items in whose field a query's text occurs, whatever its case.

    Raises:
        UsageError: there is no such field.
    """
    if query.filter is None:
        return items
    field = query.filter_by or next(iter(filters))
    if field not in filters:
        raise UsageError(f"--filter-by must be one of {', '.join(filters)}, not {field!r}")
    folded = query.filter.casefold()
    return (item for item in items if folded in _text(item, filters[field]).casefold())


def ordered(items: Iterable[Item], order: str, orders: Mapping[str, str]) -> list[Item]:
    """Return the items in an order such as ``created_desc``; ties by ID, the same way round.

    Raises:
        UsageError: there is no such order.
        UnsupportedByApi: v1 does not carry the time that it looks at.
    """
    field, _, direction = order.rpartition("_")
    if field not in orders or direction not in ("asc", "desc"):
        known = ", ".join(f"{name}_{end}" for name in orders for end in ("asc", "desc"))
        raise UsageError(f"--order-by must be one of {known}, not {order!r}")
    complete = list(items)
    if field in ("created", "updated") and not all(_text(item, orders[field]) for item in complete):
        gaps.refuse(f"v1 does not tell what --order-by {order} looks at")

    def rank(item: Item) -> tuple[str, str]:
        return _text(item, orders[field]).casefold(), _text(item, "id")

    return sorted(complete, key=rank, reverse=direction == "desc")


def whole(items: Iterable[Item], query: ListQuery, fields: Fields) -> Iterator[Item]:
    """Return the items that match a query, of a list that v1 sends whole.

    Where the query looks at when things were updated, `items` are those that match it.

    Raises:
        UsageError: the query names a field or an order that there is not.
        UnsupportedByApi: it goes on with pages, or v1 does not carry what it looks at.
    """
    items = holding(items, query, fields.filters)
    if query.datetime_filter != "updated":
        items = between(items, query.since, query.until, fields.orders["created"])
    if query.more is not None:
        gaps.refuse("v1 sends this list whole: there is nothing to go on with")
    return islice(ordered(items, query.order_by or fields.order, fields.orders), query.limit)


def matching(items: Iterable[Item], query: ListQuery, fields: Fields) -> Iterator[Item]:
    """Yield the items that match a query, of a list that v1 sends in pages.

    Without an order they come in the service's own: to order them, all pages must be there.

    Raises:
        UsageError: the query names a field or an order that there is not.
        UnsupportedByApi: it wants an order, and to go on from a page.
    """
    if query.more is not None and query.order_by is not None:
        gaps.refuse("to order a list of v1, all its pages must be there", "leave out one of them")
    items = holding(tagged(items, query.tags), query, fields.filters)
    items = between(items, query.since, query.until, query.datetime_filter or "updated")
    if query.order_by is not None:
        try:
            items = ordered(items, query.order_by, fields.orders)
        except CloudError as error:
            error.more = None  # none of it was given yet: there is nothing to go on after
            raise
    return islice(items, query.limit)


def _text(item: Model, attribute: str) -> str:
    """Return an attribute as text, ``course.title`` of what the item holds; "" for None."""
    value = attrgetter(attribute)(item)
    return ",".join(value) if isinstance(value, tuple) else value or ""
