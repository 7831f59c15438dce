"""Reads v2's answers: JSON that every part of scloud can work with, of the types it should have."""

import functools
import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scormcloud_cli.api.catalog import schema
from scormcloud_cli.api.errors import UnexpectedAnswer
from scormcloud_cli.api.nesting import check_depth

# An integer of the service is one of 64 bits.
_MOST_DIGITS = 19
# Half of a character that UTF-16 writes in two, as texts have that were cut in its middle.
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")


def decode(body: bytes) -> Any:
    """Return what a JSON text says.

    Half a character becomes U+FFFD: nothing could print or send it.

    Raises:
        ValueError: it is none, or has what no answer of the service has: numbers that are none or
            too large, or more levels than anything needs.
    """
    try:
        document = json.loads(body, parse_int=_integer, parse_float=_number, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("too many levels") from None
    check_depth([document], _below)
    if _HALF.search(body):
        text = json.dumps(document, ensure_ascii=False)
        whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        document = json.loads(whole)
    return document


def check(schema_name: str, document: Any) -> None:
    """Check that an answer has the types that its schema says, and take what is null out of it.

    What is missing, not known, or no word of an enumeration is left to whoever reads it.

    Raises:
        UnexpectedAnswer: a value has another type.
    """
    types, inside = _rule_of(schema_name)
    if type(document) not in types:
        raise _misfit(schema_name, document)
    if inside:
        inside(document, schema_name)


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > _MOST_DIGITS:
        raise ValueError("a number of too many digits")
    return int(digits)


def _number(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse(text)


def _refuse(text: str) -> Any:
    raise ValueError(f"no number: {text}")


def _below(level: Sequence[Any]) -> Sequence[Any]:
    return [
        part
        for value in level
        for part in (value.values() if type(value) is dict else value)
        if type(part) is dict or type(part) is list
    ]


# What Python makes of JSON's types; to Python a bool is an int, to JSON it is not.
_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}
_Check = Callable[[Any, str], None]
_Rule = tuple[tuple[type, ...], _Check | None]


@functools.cache
def _rule_of(schema_name: str) -> _Rule:
    """Return the rule of a schema; made once, for lists have thousands of values."""
    return _rule(schema(schema_name))


def _rule(description: Mapping[str, Any]) -> _Rule:
    """Return the types that a value may have, and what checks the values in it."""
    if "$ref" in description:
        return _referred(description["$ref"].rsplit("/", 1)[-1])
    types = _TYPES[description.get("type", "object")]
    if "properties" in description:
        return types, _of_object(description["properties"])
    if "items" in description:
        return types, _of_list(description["items"])
    return types, None


def _referred(schema_name: str) -> _Rule:
    """Return the rule of a schema in another, which may be in itself."""

    def check_inside(value: Any, name: str) -> None:
        _, inside = _rule_of(schema_name)
        if inside:
            inside(value, name)

    return _TYPES[schema(schema_name).get("type", "object")], check_inside


def _of_object(properties: Mapping[str, Any]) -> _Check:
    rules = {name: _rule(description) for name, description in properties.items()}

    def check_object(value: dict[str, Any], _name: str) -> None:
        absent: list[str] = []
        for name, item in value.items():
            rule = rules.get(name)
            if rule is None:
                continue
            if item is None:
                absent.append(name)
                continue
            types, inside = rule
            if type(item) not in types:
                raise _misfit(name, item)
            if inside:
                inside(item, name)
        for name in absent:
            del value[name]

    return check_object


def _of_list(items: Mapping[str, Any]) -> _Check:
    types, inside = _rule(items)

    def check_list(value: list[Any], name: str) -> None:
        for item in value:
            if type(item) not in types:
                raise _misfit(name, item)
            if inside:
                inside(item, name)

    return check_list


def _misfit(name: str, value: Any) -> UnexpectedAnswer:
    kind = next((name for name, types in _TYPES.items() if type(value) in types), "null")
    article = "an" if kind[0] in "aio" else "a"
    return UnexpectedAnswer(f"the service's answer has {article} {kind} as {name}")
