"""Filters and orders lists as v2's server does: v1 sends a list whole and takes few filters."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from scormcloud_cli.api.dispatches import Dispatch
from scormcloud_cli.api.errors import UsageFault
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


def between(items: Iterable[Item], since: str | None, until: str | None, field: str) -> list[Item]:
    """Return the items whose time `field` lies between two times, both included."""
    first, last = utc(since or ""), utc(until or "")
    return [
        item
        for item in items
        if (not since or (getattr(item, field) or "") >= first)
        and (not until or (getattr(item, field) or "") <= last)
    ]


def holding(
    items: Iterable[Item],
    text: str,
    field: str,
    fields: Mapping[str, Callable[[Item], str | None]],
) -> list[Item]:
    """Return the items in whose field the text occurs, whatever its case.

    Raises:
        UsageFault: there is no such field.
    """
    if field not in fields:
        raise UsageFault(f"--filter-by must be one of {', '.join(fields)}, not {field!r}")
    return [item for item in items if text.casefold() in (fields[field](item) or "").casefold()]


def ordered(
    items: Iterable[Item], order: str, fields: Mapping[str, Callable[[Item], str | None]]
) -> list[Item]:
    """Return the items in an order such as ``created_desc``; ties by ID.

    Raises:
        UsageFault: there is no such order.
        UnsupportedByApi: v1 does not carry what it looks at.
    """
    field, _, direction = order.rpartition("_")
    if field not in fields or direction not in ("asc", "desc"):
        known = ", ".join(f"{name}_{end}" for name in fields for end in ("asc", "desc"))
        raise UsageFault(f"--order-by must be one of {known}, not {order!r}")
    found = sorted(items, key=lambda item: item.id)
    if any(fields[field](item) is None for item in found):
        gaps.refuse(f"v1 does not tell what --order-by {order} looks at")
    return sorted(
        found, key=lambda item: (fields[field](item) or "").casefold(), reverse=direction == "desc"
    )


def wanted(
    items: Iterable[Tagged],
    query: ListQuery,
    filters: Mapping[str, Callable[[Tagged], str | None]],
    orders: Mapping[str, Callable[[Tagged], str | None]],
    id_field: str,
) -> list[Tagged]:
    """Return the items that a query wants, in the order that it wants them in.

    Raises:
        UsageFault: it names a field or an order that there is not.
    """
    found = list(items)
    if query.tags:
        found = [each for each in found if set(each.tags or ()) & set(query.tags)]
    if query.filter is not None:
        found = holding(found, query.filter, query.filter_by or id_field, filters)
    found = between(found, query.since, query.until, query.datetime_filter or "updated")
    return ordered(found, query.order_by or "updated_asc", orders)
