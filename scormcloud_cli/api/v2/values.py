"""What several of v2's operations are told in the same way."""

from scormcloud_cli.api.postbacks import Postback
from scormcloud_cli.api.queries import ListQuery, Span


def span_values(span: Span) -> dict[str, object]:
    """Return what an operation of v2 is told of how much is wanted."""
    return {"since": span.since, "until": span.until}


def list_values(query: ListQuery) -> dict[str, object]:
    """Return what every list operation of v2 is told of a query."""
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
