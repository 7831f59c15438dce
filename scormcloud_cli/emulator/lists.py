"""Lists of what an application has: filtered, counted and paged."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Listing:
    """How one kind of thing is listed from the store.

    Attributes:
        query: gives all of them; its one value is the ID of the application they belong to.
        kind: what their tags are kept under.
        key: the column of their ID.
        fields: columns whose text can be searched, by name.
        orders: columns to sort by and to compare times with, by name.
        conditions: further conditions, each on one value, by name.
        of_all: whether they belong to no application, and the query has no value.
    """

    query: str
    kind: str
    key: str
    fields: Mapping[str, str]
    orders: Mapping[str, str]
    conditions: Mapping[str, str] = field(default_factory=dict)
    of_all: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which rows of a listing to select: those that match everything that is given.

    Attributes:
        values: the values of the listing's conditions, by name.
        searched: the name of the field that is searched.
        holds: the text it holds, whatever the case of its letters.
        tags: tags of which they have one.
        time: the name of the order that times are compared with.
        since: the earliest time.
        until: the latest time.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    searched: str = ""
    holds: str | None = None
    tags: Sequence[str] = ()
    time: str = ""
    since: str | None = None
    until: str | None = None


def select(
    database: sqlite3.Connection, listing: Listing, app_id: str, selection: Selection
) -> list[sqlite3.Row]:
    """Return all rows that a selection matches."""
    query, values = _selected(listing, app_id, selection)
    return database.execute(query, values).fetchall()


def count(database: sqlite3.Connection, listing: Listing, app_id: str, selection: Selection) -> int:
    """Return how many rows a selection matches."""
    query, values = _selected(listing, app_id, selection)
    total: int = database.execute(f"SELECT count(*) FROM ({query})", values).fetchone()[0]
    return total


def page(
    database: sqlite3.Connection,
    listing: Listing,
    app_id: str,
    selection: Selection,
    *,
    order: str,
    descending: bool,
    after: Sequence[object] | None,
    size: int,
) -> list[sqlite3.Row]:
    """Return a page of the rows that a selection matches, and one row more if there are more.

    A page begins `after` the `position` and the ID that the one before ended with; each row has the
    value that it is sorted by as its `position`.
    """
    query, values = _selected(listing, app_id, selection)
    column = listing.orders[order]
    if after is not None:
        # Both columns one way round: so an index finds where the page begins.
        query += f" AND ({column}, {listing.key}) {'<' if descending else '>'} (?, ?)"
        values += after
    direction = "DESC" if descending else "ASC"
    query += f" ORDER BY {column} {direction}, {listing.key} {direction} LIMIT ?"
    # Under a name of its own the order's column can be read back, whatever it is called.
    query = query.replace("SELECT ", f"SELECT {column} AS position, ", 1)
    return database.execute(query, [*values, size + 1]).fetchall()


def _selected(listing: Listing, app_id: str, selection: Selection) -> tuple[str, list[object]]:
    """Return the query, and its values, that gives what a selection matches."""
    query = listing.query
    values: list[object] = [] if listing.of_all else [app_id]
    for name, value in selection.values.items():
        query += f" AND {listing.conditions[name]}"
        values.append(value)
    if selection.holds is not None:
        query += f" AND instr(lower({listing.fields[selection.searched]}), lower(?)) > 0"
        values.append(selection.holds)
    if selection.tags:
        marks = ", ".join("?" * len(selection.tags))
        query += (
            f" AND EXISTS (SELECT 1 FROM tags t WHERE t.kind = '{listing.kind}'"
            f" AND t.app_id = {listing.key.partition('.')[0]}.app_id"
            f" AND t.owner = {listing.key} AND t.tag IN ({marks}))"
        )
        values += selection.tags
    for sign, time in ((">=", selection.since), ("<=", selection.until)):
        if time is not None:
            query += f" AND {listing.orders[selection.time]} {sign} ?"
            values.append(time)
    return query, values
