"""The values of a record: found by their dotted names, and written as the text of a cell."""

import json
from collections.abc import Mapping
from typing import Any

from scormcloud_cli.terminal.view import Record


def value_of(record: Record, name: str) -> Any:
    """Return what stands under a dotted name in a record; None when nothing does."""
    value: Any = record
    for part in name.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value


def cell(value: Any) -> str:
    """Return a value as the text of one cell: nothing for None, tags with commas, else JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return ",".join(value)
    return json.dumps(value, ensure_ascii=False)
