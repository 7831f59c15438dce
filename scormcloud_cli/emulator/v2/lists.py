"""Lists over v2: what they are asked for, and pages with `more` (docs/service/v2.md, Lists)."""

import json
import sqlite3
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.responses import JSONResponse

from scormcloud_cli.api import catalog
from scormcloud_cli.api.catalog import checks
from scormcloud_cli.emulator import lists
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import text
from scormcloud_cli.emulator.v2.face import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """How v2 lists one kind of thing.

    Attributes:
        items: the property of the answer that holds them.
        of: where they are found.
        default_filter: `filterBy` when it is left out.
        default_order: `orderBy` when it is left out.
        default_time: `datetimeFilter` when it is left out.
        conditions: the conditions that parameters stand for, by parameter.
    """

    items: str
    of: lists.Listing
    default_filter: str
    default_order: str = "updated_asc"
    default_time: str = "updated"
    conditions: Mapping[str, str] = field(default_factory=dict)


# Turns a row into what is answered, given what is asked for, as parameters.
Record = Callable[[Call, sqlite3.Row, Mapping[str, Any]], dict[str, Any]]


def page(call: Call, *, listing: Listing, record: Record, **values: object) -> JSONResponse:
    """Answer one page of a list; `more` remembers what the first page was asked for.

    Args:
        call: the call.
        listing: how such things are listed.
        record: turns a row into what is answered.
        values: conditions that the operation itself stands for, and their values.
    """
    query, after = dict(call.values), None
    if "more" in query:
        query, after = _read_more(call, query["more"])
    selection = selected(query, listing, **values)
    order, descending = _order(query.get("orderBy", listing.default_order), listing)
    size = call.emulator.page_size
    headers = {}
    if query.get("includeTotalCount") and after is None:
        total = lists.count(call.database, listing.of, call.app_id, selection)
        headers["X-Total-Count"] = str(total)
    rows = lists.page(
        call.database,
        listing.of,
        call.app_id,
        selection,
        order=order,
        descending=descending,
        after=after,
        size=size,
    )
    answer: dict[str, Any] = {listing.items: [record(call, row, query) for row in rows[:size]]}
    if len(rows) > size:
        last = rows[size - 1]
        answer["more"] = _more(call, query, [last["position"], last["id"]])
    return JSONResponse(answer, headers=headers)


def show(
    *names: str, by: Callable[..., sqlite3.Row], record: Record
) -> Callable[[Call], dict[str, Any]]:
    """Return a handler that answers one thing.

    Args:
        names: the parameters that name the thing.
        by: returns its row, given the store, who calls, and their values, None where there is none.
        record: turns the row into what is answered.
    """

    def handle(call: Call) -> dict[str, Any]:
        return record(call, by(*call.reading, *map(call.values.get, names)), call.values)

    return handle


def selected(query: Mapping[str, Any], listing: Listing, **values: object) -> lists.Selection:
    """Return the selection that the parameters of a list, or of a bulk operation, make.

    Raises:
        Refusal: a field is named that there is not.
    """
    asked = {name: query[word] for word, name in listing.conditions.items() if word in query}
    searched, tags = query.get("filterBy", listing.default_filter), list(query.get("tags", ()))
    holds = query.get("filter")
    if holds is not None and searched == "tags":
        tags.append(holds)
        holds = None
    if holds is not None and searched not in listing.of.fields:
        raise Refusal(400, f"filterBy must be one of {', '.join((*listing.of.fields, 'tags'))}")
    return lists.Selection(
        values={**values, **asked},
        searched=searched,
        holds=holds,
        tags=tags,
        time=query.get("datetimeFilter", listing.default_time),
        since=_moment(query.get("since")),
        until=_moment(query.get("until")),
    )


def _order(order: str, listing: Listing) -> tuple[str, bool]:
    name, _, direction = order.rpartition("_")
    orders = listing.of.orders
    if name not in orders or direction not in ("asc", "desc"):
        raise Refusal(400, f"orderBy must be one of {', '.join(orders)}, and _asc or _desc")
    return name, direction == "desc"


def _moment(iso: str | None) -> str | None:
    return iso and text(datetime.fromisoformat(iso))


def _more(call: Call, query: Mapping[str, Any], after: list[object]) -> str:
    document = json.dumps([call.operation.name, dict(query), after])
    return urlsafe_b64encode(document.encode()).decode().rstrip("=")


def _read_more(call: Call, more: str) -> tuple[dict[str, Any], list[object]]:
    try:
        document = urlsafe_b64decode(more + "=" * (-len(more) % 4))
        name, query, after = json.loads(document)
        position, last_id = after
        if not (
            name == call.operation.name
            and isinstance(position, str | int | float | None)
            and isinstance(last_id, str)
            and isinstance(query, dict)
            and _could_be_asked(call.operation, query)
        ):
            raise ValueError
    except (ValueError, TypeError, RecursionError):
        raise Refusal(400, "more is not a token that this list has given") from None
    return query, after


def _could_be_asked(operation: catalog.Operation, query: Mapping[str, Any]) -> bool:
    """Say whether a query holds what parameters of an operation become, and nothing else."""
    for name, value in query.items():
        parameter = operation.parameter(name)
        if parameter is None:
            return False
        items = value if parameter.type == "list" and isinstance(value, list) else [value]
        kind = {"integer": int, "boolean": bool}.get(parameter.type, str)
        if not all(isinstance(item, kind) for item in items):
            return False
    return not checks.check(checks.without_body(operation), query)
