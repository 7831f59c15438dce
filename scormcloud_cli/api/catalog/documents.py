"""Reads the catalogue's data: the JSON files in ``catalog/data``."""

import functools
import json
import os.path
from collections.abc import Mapping
from typing import Any

# Help shows what the catalogue knows, so this must load fast: pathlib would take as long as all of
# the rest.
_FOLDER = os.path.join(os.path.dirname(__file__), "data")  # noqa: PTH118, PTH120


@functools.cache
def document(name: str) -> Mapping[str, Any]:
    """Return the whole content of a file, by its name without ``.json``."""
    content: Mapping[str, Any] = json.loads(_text(name))
    return content


def entry(api: str, name: str) -> Mapping[str, Any] | None:
    """Return what the catalogue says of one operation, and read nothing else; None for no such.

    Every operation stands on a line of its own that begins with its name.
    """
    text = _text(api)
    start = text.find(f'\n  {{"name": "{name}", "area": ')
    if start < 0:
        return None
    operation: Mapping[str, Any] = json.loads(text[start : text.index("\n", start + 1)].rstrip(","))
    return operation


@functools.cache
def _text(name: str) -> str:
    with open(f"{_FOLDER}/{name}.json", encoding="utf-8") as file:  # noqa: PTH123
        return file.read()
