"""What v1 and v2 call the same thing: the words of both, as data of the catalogue.

The tables stand in ``catalog/data/spellings.json``. Where neither API documents that two words mean
the same it is inferred: of the standards `scorm_12`, `cmi5` and `Tin Can` have been seen
(docs/service/v1.md, Where libraries disagree), and that READ_ANY is ROOT is a guess.
"""

import functools
from collections.abc import Mapping

from scormcloud_cli.api.catalog.documents import document


def table(name: str) -> Mapping[str, str]:
    """Return one table: v2's words by v1's.

    Args:
        name: ``standard``, ``completion``, ``success``; the elements of a report's ``runtime``,
            ``static``, ``learnerPreference``, ``comments``, ``comment``, ``interaction``,
            ``objective``; ``words``, of properties that hold words the table of these, and those
            tables; the parameters or elements that are a postback's settings,
            ``postbackOfNew``, ``postbackInfo``, ``postbackUpdate``; ``credentialAuth``,
            ``credentialPermissions``.

    Raises:
        KeyError: there is no such table.
    """
    words: Mapping[str, str] = document("spellings")[name]
    return words


def to_v2(name: str, word: str | None) -> str | None:
    """Return v2's word for one of v1's, however it is capitalized; None where there is none."""
    return _folded(name).get((word or "").lower())


def to_v1(name: str, word: str | None) -> str | None:
    """Return v1's word for one of v2's, the first of several; None where there is none."""
    return _reversed(name).get(word or "")


def text_to_v2(property_: str, text: str | None) -> str | None:
    """Return what v2 says in a property of a report for what v1 says there."""
    name = table("words").get(property_)
    return (to_v2(name, text) or text) if name else text


def text_to_v1(property_: str, text: str | None) -> str | None:
    """Return what v1 says for what v2 says in a property of a report."""
    name = table("words").get(property_)
    return (to_v1(name, text) or text) if name else text


@functools.cache
def _folded(name: str) -> Mapping[str, str]:
    return {v1.lower(): v2 for v1, v2 in table(name).items()}


@functools.cache
def _reversed(name: str) -> Mapping[str, str]:
    return {v2: v1 for v1, v2 in reversed(list(table(name).items()))}
