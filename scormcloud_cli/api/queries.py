"""What a list can be asked for, by the names of v2's parameters (docs/service/v2.md, Lists)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Which part of a list to return.

    Attributes:
        since: ISO 8601; only what was created or updated then or later.
        until: ISO 8601; only what was created or updated then or earlier.
        limit: at most so many; no page is fetched that is not needed for them.
        more: where to go on with a list that broke off: what its error said (`CloudError.more`).
    """

    since: str | None = None
    until: str | None = None
    limit: int | None = None
    more: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery(Span):
    """Which items of a list to return, and in which order.

    Attributes:
        filter: text to look for in the field that `filter_by` names.
        filter_by: ``course_id``, ``title``, ``registration_id``, …; the service's default if None.
        tags: only what carries any of these.
        datetime_filter: ``created`` or ``updated``: what `since` and `until` look at.
        order_by: ``created_desc``, ``title_asc``, …; the service's default if None.
    """

    filter: str | None = None
    filter_by: str | None = None
    tags: tuple[str, ...] = ()
    datetime_filter: str | None = None
    order_by: str | None = None
