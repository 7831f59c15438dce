"""How each kind of result is shown: its columns, its fields, its ID."""

from collections.abc import Mapping
from typing import Any, NamedTuple

FORMATS = ("auto", "table", "json", "jsonl", "csv", "tsv", "ids")
JSON_FORMATS = ("json", "jsonl")

Record = Mapping[str, Any]


class Column(NamedTuple):
    """One column of a table or CSV file.

    Attributes:
        field: the JSON name of what it shows, dotted for a nested one: ``learner.id``.
        heading: what stands above it in a table.
        whole: never shorten it, for what people copy: IDs, links.
    """

    field: str
    heading: str
    whole: bool = False


class View(NamedTuple):
    """How one kind of result is shown.

    Attributes:
        noun: what one is called, ``course``.
        columns: the columns of a table or CSV file.
        fields: every JSON name a record may have at its top level; empty when that is not known.
        id_field: the field that ``-o ids`` prints.
    """

    noun: str
    columns: tuple[Column, ...] = ()
    fields: tuple[str, ...] = ()
    id_field: str = "id"
