"""Pages of lists (spec/v2-facts.md, Lists)."""

import json
import sqlite3
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.responses import JSONResponse

from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import text
from scormcloud_cli.emulator.v2.face import Call


@dataclass(frozen=True, slots=True)
class Listing:
    """How one kind of thing is listed.

    Attributes:
        items: the property of the answer that holds them.
        kind: what tags are kept under.
        key: the column of their ID.
        fields: the columns that `filterBy` names.
        orders: the columns that `orderBy` names.
        exact: the columns of parameters that must match, by parameter.
        default_filter: `filterBy` when it is left out.
        default_order: `orderBy` when it is left out.
        default_time: `datetimeFilter` when it is left out.
    """

    items: str
    kind: str
    key: str
    fields: Mapping[str, str]
    orders: Mapping[str, str]
    default_filter: str
    default_order: str
    default_time: str
    exact: Mapping[str, str]


def page(
    call: Call,
    listing: Listing,
    base: tuple[str, Sequence[object]],
    record: Callable[[sqlite3.Row, Mapping[str, Any]], dict[str, Any]],
) -> JSONResponse:
    """Answer one page of a list.

    Args:
        call: the call; its `more` remembers what the first page was asked for.
        listing: how such things are listed.
        base: the query, and its values, that gives all of them; conditions may follow.
        record: turns a row into what is answered, given what was asked for.
    """
    wanted, after = dict(call.values), None
    if "more" in wanted:
        wanted, after = _read_more(call, wanted["more"])
    query, values = base
    query, values = filtered(query, values, wanted, listing)
    database = call.emulator.store.reading()
    headers = {}
    if wanted.get("includeTotalCount") and after is None:
        total = database.execute(f"SELECT count(*) FROM ({query})", values).fetchone()[0]
        headers["X-Total-Count"] = str(total)
    column, descending = _order(wanted.get("orderBy", listing.default_order), listing)
    if after is not None:
        # Both columns one way round: so an index finds where the page begins.
        query += f" AND ({column}, {listing.key}) {'<' if descending else '>'} (?, ?)"
        values += after
    direction = "DESC" if descending else "ASC"
    query += f" ORDER BY {column} {direction}, {listing.key} {direction} LIMIT ?"
    size = call.emulator.page_size
    # Under a name of its own the order's column can be read back, whatever it is called.
    query = query.replace("SELECT ", f"SELECT {column} AS position, ", 1)
    rows = database.execute(query, [*values, size + 1]).fetchall()
    answer: dict[str, Any] = {listing.items: [record(row, wanted) for row in rows[:size]]}
    if len(rows) > size:
        last = rows[size - 1]
        answer["more"] = _more(call, wanted, [last["position"], last["id"]])
    return JSONResponse(answer, headers=headers)


def filtered(
    query: str, values: Sequence[object], wanted: Mapping[str, Any], listing: Listing
) -> tuple[str, list[object]]:
    """Return a query, and its values, that gives only what a list is asked for.

    Raises:
        Refusal: it is asked for by a field that there is not.
    """
    values = list(values)
    for name, column in listing.exact.items():
        if name in wanted:
            query += f" AND {column} = ?"
            values.append(wanted[name])
    by = wanted.get("filterBy", listing.default_filter)
    if "filter" in wanted and by != "tags":
        if by not in listing.fields:
            raise Refusal(400, f"filterBy must be one of {', '.join((*listing.fields, 'tags'))}")
        query += f" AND instr(lower({listing.fields[by]}), lower(?)) > 0"
        values.append(wanted["filter"])
    tags: list[str] = list(wanted.get("tags", ()))
    if "filter" in wanted and by == "tags":
        tags.append(wanted["filter"])
    if tags:
        marks = ", ".join("?" * len(tags))
        query += (
            f" AND EXISTS (SELECT 1 FROM tags t WHERE t.kind = '{listing.kind}'"
            f" AND t.app_id = {listing.key.partition('.')[0]}.app_id"
            f" AND t.owner = {listing.key} AND t.tag IN ({marks}))"
        )
        values += tags
    column = listing.orders[wanted.get("datetimeFilter", listing.default_time)]
    for name, sign in (("since", ">="), ("until", "<=")):
        if name in wanted:
            query += f" AND {column} {sign} ?"
            values.append(_moment(wanted[name]))
    return query, values


def _order(order: str, listing: Listing) -> tuple[str, bool]:
    field, _, direction = order.rpartition("_")
    if field not in listing.orders or direction not in ("asc", "desc"):
        raise Refusal(400, f"orderBy must be one of {', '.join(listing.orders)}, and _asc or _desc")
    return listing.orders[field], direction == "desc"


def _moment(iso: str) -> str:
    moment = datetime.fromisoformat(iso)
    return text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _more(call: Call, wanted: Mapping[str, Any], after: list[object]) -> str:
    document = json.dumps([call.operation.name, dict(wanted), after])
    return urlsafe_b64encode(document.encode()).decode().rstrip("=")


def _read_more(call: Call, more: str) -> tuple[dict[str, Any], list[object]]:
    try:
        document = urlsafe_b64decode(more + "=" * (-len(more) % 4))
        name, wanted, after = json.loads(document)
        if name != call.operation.name or len(after) != 2:
            raise ValueError
    except ValueError:
        raise Refusal(400, "more is not a token that this list has given") from None
    return wanted, after
