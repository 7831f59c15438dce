"""The responses to interactions, and the patterns of the right ones, by the type of interaction."""

import re
from collections.abc import Callable, Mapping, Sequence

from scormcloud_cli.learning.errors import Trouble
from scormcloud_cli.learning.kinds import (
    Judgement,
    Kind,
    decimal,
    first_good,
    form,
    localized,
    real,
    text,
    uri,
    words,
)

# --- SCORM 1.2: CMIFeedback --------------------------------------------------------------------

_ONE = "[0-9a-z]"


def _listed(one: str, *, braces: bool) -> str:
    several = rf"{one}(?:,{one})*"
    return rf"{several}|\{{{several}\}}" if braces else several


FEEDBACK: Mapping[str, Kind] = {
    "true-false": form("true-false: 0, 1, t or f", "[01tf]"),
    "choice": form("choice: a,b", _listed(_ONE, braces=True)),
    "fill-in": text(255, "fill-in"),
    "numeric": decimal(),
    "likert": form("likert: one character or none", f"{_ONE}?"),
    "matching": form("matching: 1.a,2.b", _listed(rf"{_ONE}\.{_ONE}", braces=True)),
    "performance": text(255, "performance"),
    "sequencing": form("sequencing: a,b", _listed(_ONE, braces=False)),
}
# What the vendor's player takes besides: capitals, whole words for true and false, any likert.
LENIENT_FEEDBACK: Mapping[str, Kind] = {
    **FEEDBACK,
    "true-false": form("true-false: 0, 1, t or f first", "[01tf].{0,254}", re.IGNORECASE),
    "choice": form("choice: a,b", _listed(_ONE, braces=True), re.IGNORECASE),
    "likert": text(4096, "likert"),
    "matching": form("matching: 1.a,2.b", _listed(rf"{_ONE}\.{_ONE}", braces=True), re.IGNORECASE),
    "sequencing": form("sequencing: a,b", _listed(_ONE, braces=False), re.IGNORECASE),
}

# --- SCORM 2004 --------------------------------------------------------------------------------

_SHORT_ID = uri(250)
_NUMBER = real()
# The delimiters that a pattern may begin with, each once, in any order.
_DELIMITER = re.compile(r"\{(case_matters|order_matters)=([^}]*)\}")


def _worst(judgements: Sequence[Judgement]) -> Judgement:
    """Return what is wrong with the whole: a fault of form counts more than one of length."""
    faults = [judgement for judgement in judgements if judgement is not None]
    serious = [fault for fault in faults if fault is not Trouble.LIMIT]
    return (serious or faults or [None])[0]


def _series(
    name: str, judge_part: Callable[[str], Judgement], most: int, *, unique: bool = False
) -> Kind:
    """Return the type of several parts with ``[,]`` between them."""

    def judge(value: str) -> Judgement:
        parts = value.split("[,]")
        if unique and len(set(parts)) < len(parts):
            return Trouble.TYPE
        too_many = Trouble.LIMIT if len(parts) > most else None
        return _worst([*map(judge_part, parts), too_many])

    return Kind(name, judge)


def _pair(value: str) -> Judgement:
    halves = value.split("[.]")
    return _worst([_SHORT_ID.judge(half) for half in halves]) if len(halves) == 2 else Trouble.TYPE


def _range(value: str) -> Judgement:
    """Judge ``low[:]high``, of which either may be missing."""
    ends = value.split("[:]")
    if len(ends) != 2 or any(end and _NUMBER.judge(end) for end in ends):
        return Trouble.TYPE
    return Trouble.TYPE if all(ends) and float(ends[0]) > float(ends[1]) else None


def _step(judge_answer: Callable[[str], Judgement]) -> Callable[[str], Judgement]:
    """Return what judges a step of a performance, ``name[.]answer``; either may be missing."""

    def judge(value: str) -> Judgement:
        name, separator, answer = value.partition("[.]")
        if not separator or "[.]" in answer or not (name or answer):
            return Trouble.TYPE
        return _worst([_SHORT_ID.judge(name) if name else None, judge_answer(answer)])

    return judge


def _answer(value: str) -> Judgement:
    return Trouble.LIMIT if len(value) > 250 else None


def _delimited(kind: Kind, *names: str) -> Kind:
    """Return the type of a pattern that may begin with delimiters of these names."""

    def judge(value: str) -> Judgement:
        left = set(names)
        while (delimiter := _DELIMITER.match(value)) and delimiter[1] in left:
            if delimiter[2] not in ("true", "false"):
                return Trouble.TYPE
            left.remove(delimiter[1])
            value = value[delimiter.end() :]
        return kind.judge(value)

    return Kind(kind.name, judge)


_EMPTY = words("")
_CHOICES = first_good(
    "choice: identifiers with [,] between", _EMPTY, _series("", _SHORT_ID.judge, 36, unique=True)
)
_FILL_IN = _series("fill-in: texts with [,] between", localized(250).judge, 10)
_MATCHES = _series("matching: a[.]1[,]b[.]2", _pair, 36)
_SEQUENCE = _series("sequencing: identifiers with [,] between", _SHORT_ID.judge, 36)

RESPONSES: Mapping[str, Kind] = {
    "true-false": words("true", "false"),
    "choice": _CHOICES,
    "fill-in": _FILL_IN,
    "long-fill-in": localized(4000),
    "matching": first_good(_MATCHES.name, _EMPTY, _MATCHES),
    "performance": _series("performance: step[.]answer[,]…", _step(_answer), 125),
    "sequencing": first_good(_SEQUENCE.name, _EMPTY, _SEQUENCE),
    "likert": _SHORT_ID,
    "numeric": _NUMBER,
    "other": text(4000),
}
_PERFORMED = _series(
    "performance: step[.]answer[,]…",
    _step(lambda answer: _range(answer) if "[:]" in answer else _answer(answer)),
    125,
)
PATTERNS: Mapping[str, Kind] = {
    **RESPONSES,
    "fill-in": _delimited(_FILL_IN, "case_matters", "order_matters"),
    "long-fill-in": _delimited(RESPONSES["long-fill-in"], "case_matters"),
    "matching": _MATCHES,
    "performance": _delimited(_PERFORMED, "order_matters"),
    "sequencing": _SEQUENCE,
    "numeric": Kind("numeric: low[:]high", _range),
}
# How many patterns an interaction of a type may have: one, or as many as there is room for.
ONE_PATTERN = frozenset({"true-false", "likert", "numeric", "other"})
# The types that may not have the same pattern twice.
UNIQUE_PATTERNS = frozenset({"choice", "sequencing"})
