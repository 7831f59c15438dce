"""Parameters that several of v2's operations share."""

from scormcloud_cli.api.postbacks import Postback
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


def postback_values(postback: Postback) -> dict[str, str]:
    """Return v2's PostBackSchema of a postback."""
    values = {
        "url": postback.url,
        "authType": postback.auth_type,
        "userName": postback.user_name,
        "password": postback.password,
        "resultsFormat": postback.results_format,
    }
    return {name: value for name, value in values.items() if value is not None}
