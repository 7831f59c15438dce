"""Parameters that several of v2's operations share."""

from scormcloud_cli.api.queries import ListQuery, Span


def span_values(span: Span) -> dict[str, object]:
    """Return the parameters for the times of a list."""
    return {"since": span.since, "until": span.until}


def list_values(query: ListQuery) -> dict[str, object]:
    """Return the parameters of a query that every list operation has."""
    return {
        "filter": query.filter,
        "filterBy": query.filter_by,
        "tags": query.tags,
        **span_values(query),
        "datetimeFilter": query.datetime_filter,
        "orderBy": query.order_by,
    }
