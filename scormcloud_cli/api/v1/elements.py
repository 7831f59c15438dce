"""Reads texts, numbers and times from v1's XML, and writes times for its parameters."""

from datetime import datetime
from xml.etree.ElementTree import Element

from scormcloud_cli.api.errors import UnexpectedAnswer
from scormcloud_cli.api.models import Time, utc
from scormcloud_cli.api.v1.signing import timestamp


def text(parent: Element, path: str) -> str | None:
    """Return the text of an element below `parent`, trimmed; None where it is absent or empty."""
    return (parent.findtext(path) or "").strip() or None


def required(parent: Element, path: str) -> str:
    """Return the text of an element that must be there.

    Raises:
        UnexpectedAnswer: it is absent or empty.
    """
    content = text(parent, path)
    if content is None:
        raise UnexpectedAnswer(f"the service's answer has no {path.rpartition('/')[2]}")
    return content


def integer(parent: Element, path: str) -> int | None:
    """Return the whole number in an element; None where there is none."""
    digits = text(parent, path)
    return int(digits) if digits and digits.lstrip("-").isdigit() else None


def number(parent: Element, path: str) -> float | None:
    """Return the number in an element; None where there is none, ``unknown`` included."""
    try:
        return float(text(parent, path) or "")
    except ValueError:
        return None


def time(parent: Element, path: str) -> Time | None:
    """Return the time in an element; None where there is none."""
    moment = text(parent, path)
    return utc(moment) if moment else None


def tags_of(parent: Element) -> tuple[str, ...]:
    """Return the tags below an element, in alphabetical order."""
    return tuple(sorted((tag.text or "").strip() for tag in parent.iterfind("tags/tag")))


def to_timestamp(iso: str) -> str:
    """Return a time in ISO 8601 as v1's parameters take it."""
    return timestamp(datetime.fromisoformat(utc(iso)))


def is_true(parent: Element, path: str) -> bool:
    """Say whether an element says ``true``."""
    return text(parent, path) == "true"
