"""Prerequisites of SCORM 1.2 and AICC: expressions over what other activities have come to.

The language is aicc_script (SCORM 1.2 CAM; CMI001, 6.6): ``&`` and, ``|`` or, ``~`` not, ``=`` and
``<>`` to compare with a status, ``{A,B}`` sets and ``2*{A,B,C}`` for so many of a set.
"""

import re
from collections.abc import Mapping

from scormcloud_cli.learning.results import Result
from scormcloud_cli.learning.tracking import COMPLETED, FAILED, INCOMPLETE, PASSED

_TOKEN = re.compile(r'\s*(?:"([^"]*)"|(<>|[&|~=(){},*])|([^\s&|~=(){},*<>"]+))')
# A status may be shortened to its first letter.
_STATUSES = {
    word[:1]: word
    for word in ("passed", "completed", "failed", "incomplete", "browsed", "not attempted")
}
_DONE = ("passed", "completed")
_DEPTH_LIMIT = 50


class BadPrerequisite(ValueError):
    """An expression that is not in the language, or names what the course does not have."""


def blocked(result: Result) -> dict[str, str]:
    """Return the activities that may not be launched yet, by identifier, each with the reason.

    What is in a folder waits for what the folder waits for. A prerequisite that cannot be read
    holds nobody up [I].

    Args:
        result: what has come of the course so far.
    """
    known = {name.lower(): _status(part) for name, part in result.by_id().items()}
    reasons: dict[str, str] = {}

    def look(part: Result, reason: str | None) -> None:
        expression = part.activity.prerequisites
        if reason is None and not _is_met_or_bad(expression, known):
            reason = f"{part.activity.title!r} waits for: {expression}"
        if reason is not None:
            reasons[part.activity.identifier] = reason
        for child in part.children:
            look(child, reason)

    look(result, None)
    return reasons


def _is_met_or_bad(expression: str | None, known: Mapping[str, str]) -> bool:
    try:
        return is_met(expression, known)
    except BadPrerequisite:
        return True


def is_met(expression: str | None, known: Mapping[str, str]) -> bool:
    """Say whether a prerequisite is met.

    Args:
        expression: the prerequisite; None or blank is always met.
        known: the status of every activity in the words of SCORM 1.2, by its identifier in lower
            case.

    Raises:
        BadPrerequisite: it cannot be read, or names an activity that does not exist.
    """
    if expression is None or not expression.strip():
        return True
    reader = _Reader(expression, known)
    met = reader.either()
    reader.expect_end()
    return met


def _status(result: Result) -> str:
    if result.success in (PASSED, FAILED):
        return result.success.lower()
    if result.completion in (COMPLETED, INCOMPLETE):
        return result.completion.lower()
    return "incomplete" if result.attempts else "not attempted"


class _Reader:
    """Reads an expression by descent, and evaluates it on the way."""

    def __init__(self, expression: str, known: Mapping[str, str]) -> None:
        self._expression = expression
        self._known = known
        self._position = 0
        self._depth = 0
        self._tokens: list[tuple[str, str]] = []
        position, end = 0, len(expression.rstrip())
        while position < end:
            match = _TOKEN.match(expression, position)
            if match is None:
                raise self._bad("cannot be read")
            position = match.end()
            kinds = ("text", "sign", "name")
            self._tokens.append(
                next(
                    (kind, part)
                    for kind, part in zip(kinds, match.groups(), strict=True)
                    if part is not None
                )
            )

    def either(self) -> bool:
        met = self._both()
        while self._takes("|"):
            met = self._both() or met
        return met

    def expect_end(self) -> None:
        if self._position < len(self._tokens):
            raise self._bad(f"has {self._tokens[self._position][1]!r} where it should end")

    def _both(self) -> bool:
        met = self._one()
        while self._takes("&"):
            met = self._one() and met
        return met

    def _one(self) -> bool:
        self._depth += 1
        if self._depth > _DEPTH_LIMIT:
            raise self._bad("is nested too deeply")
        try:
            return self._negated_or_whole()
        finally:
            self._depth -= 1

    def _negated_or_whole(self) -> bool:
        if self._takes("~"):
            return not self._one()
        if self._takes("("):
            met = self.either()
            self._expect(")")
            return met
        if self._takes("{"):
            return all(self._members())
        name = self._name()
        if name.isdecimal() and self._takes("*"):
            self._expect("{")
            return sum(self._members()) >= int(name)
        status = self._known.get(name.lower())
        if status is None:
            raise self._bad(f"names {name!r}, which the course does not have")
        for sign in ("=", "<>"):
            if self._takes(sign):
                word = self._name().lower()
                return (status == _STATUSES.get(word, word)) == (sign == "=")
        return status in _DONE

    def _members(self) -> list[bool]:
        members = [self.either()]
        while self._takes(","):
            members.append(self.either())
        self._expect("}")
        return members

    def _takes(self, sign: str) -> bool:
        is_next = self._tokens[self._position : self._position + 1] == [("sign", sign)]
        self._position += is_next
        return is_next

    def _expect(self, sign: str) -> None:
        if not self._takes(sign):
            raise self._bad(f"lacks {sign!r}")

    def _name(self) -> str:
        kind, part = (*self._tokens[self._position : self._position + 1], ("sign", ""))[0]
        if kind == "sign":
            raise self._bad("lacks the name of an activity or status")
        self._position += 1
        return part

    def _bad(self, what: str) -> BadPrerequisite:
        return BadPrerequisite(f"The prerequisite {self._expression!r} {what}.")
