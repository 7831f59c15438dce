"""The types of values of both data models: what a value must look like, and how much it may hold.

A kind judges a value: None for a good one, else `Trouble.TYPE`, `Trouble.RANGE`, or `Trouble.LIMIT`
for one that is well formed and longer than every run-time must take (the "smallest permitted
maximum" of the books).
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from scormcloud_cli.learning.errors import Trouble

Judgement = Trouble | None


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of values.

    Attributes:
        name: as the books call it, for people: ``CMIDecimal``.
        judge: says what is wrong with a value.
    """

    name: str
    judge: Callable[[str], Judgement]


def text(limit: int, name: str = "characterstring") -> Kind:
    """Return the type of any text of up to *limit* characters."""
    return Kind(
        f"{name}, {limit} characters", lambda value: Trouble.LIMIT if len(value) > limit else None
    )


def words(*vocabulary: str) -> Kind:
    """Return the type of values that are one of the words of a vocabulary."""
    return Kind(
        "one of " + ", ".join(repr(word) for word in vocabulary),
        lambda value: None if value in vocabulary else Trouble.TYPE,
    )


def form(name: str, expression: str, flags: int = 0) -> Kind:
    """Return the type of values that a regular expression describes as a whole."""
    compiled = re.compile(expression, flags | re.ASCII)
    return Kind(name, lambda value: None if compiled.fullmatch(value) else Trouble.TYPE)


def first_good(name: str, *kinds: Kind) -> Kind:
    """Return the type of values that are of one of the kinds; the last one says what is wrong."""

    def judge(value: str) -> Judgement:
        judgement: Judgement = None
        for kind in kinds:
            judgement = kind.judge(value)
            if judgement is None:
                break
        return judgement

    return Kind(name, judge)


# SCORM 2004's real(10,7), as a browser writes numbers: what ADL's own run-time reads.
_REAL = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?", re.ASCII)
# SCORM 1.2, CMIDecimal: no exponent and no plus.
_DECIMAL = re.compile(r"-?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_INTEGER = re.compile(r"-?\d+", re.ASCII)


def _number(
    name: str, grammar: re.Pattern[str], low: float = -math.inf, high: float = math.inf
) -> Kind:
    limits = "" if (low, high) == (-math.inf, math.inf) else f", {low:g} to {high:g}"

    def judge(value: str) -> Judgement:
        if len(value) > 40 or not grammar.fullmatch(value) or math.isinf(float(value)):
            return Trouble.TYPE
        return None if low <= float(value) <= high else Trouble.RANGE

    return Kind(name + limits, judge)


def real(low: float = -math.inf, high: float = math.inf) -> Kind:
    """Return SCORM 2004's type of numbers within limits."""
    return _number("real(10,7)", _REAL, low, high)


def decimal(low: float = -math.inf, high: float = math.inf) -> Kind:
    """Return SCORM 1.2's CMIDecimal within limits."""
    return _number("CMIDecimal", _DECIMAL, low, high)


def integer(low: int, high: int) -> Kind:
    """Return SCORM 1.2's CMISInteger within limits."""
    return _number("CMISInteger", _INTEGER, low, high)


# --- Times -----------------------------------------------------------------------------------

_SPAN = re.compile(r"(\d{2,4}):(\d\d):(\d\d(?:\.\d{1,2})?)", re.ASCII)
_INTERVAL = re.compile(
    r"P(?=.)(?:(\d{1,10})Y)?(?:(\d{1,10})M)?(?:(\d{1,10})D)?"
    r"(?:T(?=.)(?:(\d{1,10})H)?(?:(\d{1,10})M)?(?:(\d{1,10}(?:\.\d{1,2})?)S)?)?",
    re.ASCII,
)
# Months and years have no length of their own; a mean year has 365.25 days.
_SECONDS = (31_557_600.0, 2_629_800.0, 86_400.0, 3_600.0, 60.0, 1.0)
_MOMENT = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)"
    r"(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.\d{1,2})?"
    r"(?:Z|[-+](?:[01]\d|2[0-3])(?::[0-5]\d)?)?)?)?)?)?)?",
    re.ASCII,
)
_YEARS = range(1970, 2039)

SPAN = form("CMITimespan, HHHH:MM:SS.SS", _SPAN.pattern)
TIME_OF_DAY = form("CMITime, HH:MM:SS.SS", r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,2})?")
INTERVAL = form("timeinterval(second,10,2)", _INTERVAL.pattern)


def _judge_moment(value: str) -> Judgement:
    match = _MOMENT.fullmatch(value)
    if match is None:
        return Trouble.TYPE
    year, month, day, hour, minute, second = (
        int(part or default) for part, default in zip(match.groups(), "011000", strict=True)
    )
    try:
        datetime(year, month, day, hour, minute, second)
    except ValueError:
        return Trouble.TYPE
    return None if year in _YEARS else Trouble.TYPE


MOMENT = Kind("time(second,10,0)", _judge_moment)


def seconds_of_span(value: str) -> float:
    """Return the seconds of a good CMITimespan; 0 for the empty text."""
    match = _SPAN.fullmatch(value)
    return int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3]) if match else 0.0


def seconds_of_interval(value: str) -> float:
    """Return the seconds of a good timeinterval; 0 for the empty text."""
    match = _INTERVAL.fullmatch(value)
    parts: Sequence[str | None] = match.groups() if match else ()
    return math.fsum(
        float(part) * unit for part, unit in zip(parts, _SECONDS, strict=False) if part
    )


def span(seconds: float) -> str:
    """Return seconds as a CMITimespan: ``0001:02:03.45``."""
    hundredths = min(round(seconds * 100), 9999 * 360_000 + 359_999)
    minutes, rest = divmod(hundredths, 6000)
    return f"{minutes // 60:04d}:{minutes % 60:02d}:{rest // 100:02d}.{rest % 100:02d}"


def interval(seconds: float) -> str:
    """Return seconds as a timeinterval: ``PT1H2M3.45S``."""
    minutes, rest = divmod(round(seconds * 100), 6000)
    fraction = f".{rest % 100:02d}".rstrip("0") if rest % 100 else ""
    return f"PT{minutes // 60}H{minutes % 60}M{rest // 100}{fraction}S"


# --- Identifiers and languages ---------------------------------------------------------------

# SCORM 1.2, CMIIdentifier: no white space and nothing that cannot be printed.
IDENTIFIER = form("CMIIdentifier", r"[!-~]{1,255}")

# The characters of RFC 3986, and letters of other scripts, which ADL's run-time takes too.
_URI = re.compile(r"(?:[A-Za-z0-9\-._~:/?#@!$&'()*+,;=]|%[0-9A-Fa-f]{2}|[^\x00-\xa0\s])+")
_URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{0,31}:.+", re.ASCII | re.IGNORECASE)


def uri(limit: int) -> Kind:
    """Return the long (4000) or short (250) identifier of SCORM 2004: a URI, absolute or not."""

    def judge(value: str) -> Judgement:
        is_urn = value[:4].lower() == "urn:"
        if not _URI.fullmatch(value) or (is_urn and not _URN.fullmatch(value)):
            return Trouble.TYPE
        return Trouble.LIMIT if len(value) > limit else None

    return Kind(f"{'long' if limit > 250 else 'short'}_identifier_type", judge)


_LANGUAGE = r"(?:[A-Za-z]{2,3}|[ix])(?:-[A-Za-z0-9]{1,8})*"
LANGUAGE = form("language_type", rf"(?:{_LANGUAGE})?")
_DELIMITED_LANGUAGE = re.compile(r"\{lang=([^}]*)\}")
_LANGUAGE_TAG = re.compile(_LANGUAGE, re.ASCII)


def localized(limit: int) -> Kind:
    """Return SCORM 2004's text in a language: ``{lang=de}Guten Tag``; the limit is the text's."""

    def judge(value: str) -> Judgement:
        delimiter = _DELIMITED_LANGUAGE.match(value)
        if delimiter and not _LANGUAGE_TAG.fullmatch(delimiter[1]):
            return Trouble.TYPE
        return Trouble.LIMIT if len(value) - (delimiter.end() if delimiter else 0) > limit else None

    return Kind(f"localized_string_type, {limit} characters", judge)
