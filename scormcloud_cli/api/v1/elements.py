"""Small readings of v1's XML that every area needs, and what its parameters take."""

from datetime import datetime
from xml.etree.ElementTree import Element

from scormcloud_cli.api.models import Time, utc
from scormcloud_cli.api.v1.signing import timestamp


def text(parent: Element, path: str) -> str | None:
    """Return the text of an element below `parent`, trimmed; None where it is absent or empty."""
    found = parent.findtext(path)
    return (found or "").strip() or None


def integer(parent: Element, path: str) -> int | None:
    """Return the whole number in an element; None where there is none."""
    found = text(parent, path)
    return int(found) if found and found.lstrip("-").isdigit() else None


def number(parent: Element, path: str) -> float | None:
    """Return the number in an element; None where there is none, ``unknown`` included."""
    try:
        return float(text(parent, path) or "")
    except ValueError:
        return None


def time(parent: Element, path: str) -> Time | None:
    """Return the time in an element; None where there is none."""
    found = text(parent, path)
    return utc(found) if found else None


def to_timestamp(iso: str) -> str:
    """Return a time in ISO 8601 as v1's parameters take it."""
    return timestamp(datetime.fromisoformat(utc(iso)))


def is_true(parent: Element, path: str) -> bool:
    """Say whether an element says ``true``."""
    return text(parent, path) == "true"
