"""The JSON Schemas of v2's bodies and answers."""

from collections.abc import Mapping
from typing import Any

from scormcloud_cli.api import V2
from scormcloud_cli.api.catalog.documents import document


def schemas() -> Mapping[str, Mapping[str, Any]]:
    """Return every schema of v2, by its name."""
    by_name: Mapping[str, Mapping[str, Any]] = document(V2)["schemas"]
    return by_name


def schema(name: str) -> Mapping[str, Any]:
    """Return one of v2's JSON Schemas, ``CourseSchema``; references read ``#/schemas/NAME``.

    Raises:
        KeyError: there is none of that name.
    """
    return schemas()[name]
