"""Reads texts, numbers and times from v1's XML, and writes times for its parameters."""

import re
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from scormcloud_cli.api.errors import NotFound, UnexpectedAnswer
from scormcloud_cli.api.models import Time, utc
from scormcloud_cli.api.v1.signing import TIMESTAMP, timestamp

# No more digits than a number of 64 bits has, nor any number that is infinite.
_WHOLE = re.compile(r"-?[0-9]{1,19}")
_NUMBER = re.compile(r"-?[0-9]{1,19}(\.[0-9]*)?([eE]-?[0-9]{1,2})?|-?\.[0-9]+")


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


def attribute(element: Element, name: str) -> str:
    """Return an attribute that must be there.

    Raises:
        UnexpectedAnswer: it is absent or empty.
    """
    content = element.get(name)
    if not content:
        raise UnexpectedAnswer(f"the service's answer has a {element.tag} without {name}")
    return content


def thing(root: Element, path: str, noun: str, thing_id: str) -> Element:
    """Return the element of an answer that describes the one thing that was asked for.

    Raises:
        NotFound: it is absent.
    """
    element = root.find(path)
    if element is None:
        raise NotFound(f"Could not find {noun} [{thing_id}]", code=f"{noun}_not_found")
    return element


def child(parent: Element, path: str) -> Element:
    """Return an element that must be there.

    Raises:
        UnexpectedAnswer: it is absent.
    """
    element = parent.find(path)
    if element is None:
        raise UnexpectedAnswer(f"the service's answer has no {path.rpartition('/')[2]}")
    return element


def integer(parent: Element, path: str) -> int | None:
    """Return the whole number in an element; None where there is none."""
    return whole_number(text(parent, path))


def whole_number(digits: str | None) -> int | None:
    """Return the whole number that a text says; None where it says none."""
    return int(digits) if digits and _WHOLE.fullmatch(digits) else None


def number(parent: Element, path: str) -> float | None:
    """Return the number in an element; None where there is none, ``unknown`` included."""
    digits = text(parent, path)
    return float(digits) if digits and _NUMBER.fullmatch(digits) else None


def time(parent: Element, path: str) -> Time | None:
    """Return the time in an element; None where there is none."""
    iso = text(parent, path)
    return utc(iso) if iso else None


def tags_of(parent: Element) -> tuple[str, ...]:
    """Return the tags below an element, in alphabetical order."""
    return tuple(sorted((tag.text or "").strip() for tag in parent.iterfind("tags/tag")))


def to_timestamp(iso: str) -> str:
    """Return a time in ISO 8601 as v1's parameters take it."""
    return timestamp(datetime.fromisoformat(utc(iso)))


def moment(stamp: str) -> Time | None:
    """Return the time that a time stamp of v1 says; None where it is none."""
    try:
        return utc(datetime.strptime(stamp.strip(), TIMESTAMP).replace(tzinfo=UTC).isoformat())
    except ValueError:
        return None


def truth(parent: Element, path: str) -> bool:
    """Return what an element says that must say ``true`` or ``false``.

    Raises:
        UnexpectedAnswer: it says neither, or is absent.
    """
    word = text(parent, path)
    if word not in ("true", "false"):
        raise UnexpectedAnswer(f"the service's answer does not tell {path}: neither true nor false")
    return word == "true"


def is_true(parent: Element, path: str) -> bool:
    """Say whether an element says ``true``."""
    return text(parent, path) == "true"
