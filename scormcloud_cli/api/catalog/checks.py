"""Checks a call against the catalogue, before it is sent or when it has come in."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from scormcloud_cli.api.catalog.operations import Operation, Parameter
from scormcloud_cli.api.catalog.schemas import schema
from scormcloud_cli.api.names import nearest


class Problem(NamedTuple):
    """What is wrong with one value of a call.

    Attributes:
        parameter: its name, dotted inside a body.
        reason: what is wrong with it.
        nearest: the name that was probably meant, where it is the name that is wrong.
        unknown: whether it is only that nothing is known of it.
    """

    parameter: str
    reason: str
    nearest: str | None = None
    unknown: bool = False


def convert(parameter: Parameter, text: str) -> object:
    """Turn a value written as text into what a JSON body needs: ``60`` into 60 for an integer.

    Text that does not fit the parameter's type is returned as it is, for `check` to refuse.
    """
    if parameter.type == "integer" and _INTEGER.fullmatch(text):
        return int(text)
    if parameter.type == "number" and re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", text):
        return float(text)
    if parameter.type == "boolean" and text in ("true", "false"):
        return text == "true"
    if parameter.type == "list":
        return [item for item in text.split(",") if item]
    return text


def check(call: Operation, values: Mapping[str, object]) -> list[Problem]:
    """Say what is wrong with a call before it is made; an empty list when nothing is.

    Args:
        call: the operation.
        values: what it is told, by parameter name: texts as they stand in a URL, or JSON values.
    """
    names = [parameter.name for parameter in call.parameters]
    problems = [
        Problem(name, "is not a parameter of " + call.name, nearest(name, names), unknown=True)
        for name in values
        if name not in names
    ]
    for parameter in call.parameters:
        if parameter.name not in values:
            if parameter.required:
                problems.append(Problem(parameter.name, "is required"))
        elif reason := _misfit(parameter, values[parameter.name]):
            problems.append(Problem(parameter.name, reason))
    if call.body:
        body = {
            parameter.name: values[parameter.name]
            for parameter in call.parameters
            if parameter.location == "body" and parameter.name in values
        }
        said = {problem.parameter for problem in problems}
        problems += [
            problem for problem in check_body(call.body, body) if problem.parameter not in said
        ]
    return problems


def check_body(schema_name: str, body: object) -> list[Problem]:
    """Say what of a JSON value does not fit one of v2's schemas.

    Args:
        schema_name: ``CreateRegistrationSchema``.
        body: the value, as `json.loads` gives it.

    Returns:
        a Problem for each misfit; its `parameter` is a dotted path, ``learner.id``.
    """
    return list(_misfits("", schema(schema_name), body))


def without_body(call: Operation) -> Operation:
    """Return an operation without its JSON body, for callers that check the body themselves."""
    kept = tuple(parameter for parameter in call.parameters if parameter.location != "body")
    return call._replace(parameters=kept, body=None)


# Longer ones are kept by no store, and Python reads none of thousands of digits.
_INTEGER = re.compile(r"-?\d{1,19}")
_TEXT_FORMS = {
    "integer": (_INTEGER, "must be a whole number"),
    "number": (re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?"), "must be a number"),
    "boolean": (re.compile(r"true|false", re.IGNORECASE), "must be true or false"),
    "timestamp": (re.compile(r"\d{14}"), "must be yyyyMMddHHmmss in UTC"),
}


def _misfit(parameter: Parameter, value: object) -> str | None:
    """Say why a value does not fit a parameter that travels as text; None when it does."""
    if parameter.location == "body":
        return None  # judged against the body's schema, as a whole
    items = value if isinstance(value, list | tuple) else [value]
    for item in items:
        text = str(item).lower() if isinstance(item, bool) else str(item)
        if parameter.enum and parameter.type != "list" and text not in parameter.enum:
            return "must be one of " + ", ".join(parameter.enum)
        if parameter.type in _TEXT_FORMS:
            form, reason = _TEXT_FORMS[parameter.type]
            if not form.fullmatch(text):
                return f"{reason}, not {text!r}"
        if parameter.type == "datetime" and not _is_datetime(text):
            return f"must be an ISO 8601 time such as 2026-01-31T12:00:00Z, not {text!r}"
    return None


_JSON_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}


def _misfits(where: str, rule: Mapping[str, Any], value: object) -> Iterator[Problem]:
    if "$ref" in rule:
        rule = schema(rule["$ref"].rsplit("/", 1)[-1])
    kind = rule.get("type", "object" if "properties" in rule else None)
    if kind is not None:
        fits = isinstance(value, _JSON_TYPES[kind])
        if isinstance(value, bool) and kind in ("integer", "number"):
            fits = False  # to Python a bool is an int, to JSON it is not
        if not fits:
            article = "an" if kind[0] in "aio" else "a"
            yield Problem(where or "body", f"must be {article} {kind}")
            return
    if "enum" in rule and value not in rule["enum"]:
        yield Problem(where, "must be one of " + ", ".join(rule["enum"]))
    if rule.get("format") == "date-time" and not _is_datetime(str(value)):
        yield Problem(where, "must be an ISO 8601 time such as 2026-01-31T12:00:00Z")
    prefix = where + "." if where else ""
    if isinstance(value, dict):
        properties: Mapping[str, Any] = rule.get("properties", {})
        for name in rule.get("required", ()):
            if name not in value:
                yield Problem(prefix + name, "is required")
        for name, item in value.items():
            if name in properties:
                yield from _misfits(prefix + name, properties[name], item)
            elif properties:
                close = nearest(name, list(properties))
                yield Problem(prefix + name, "is not known here", close, unknown=True)
    elif isinstance(value, list) and "items" in rule:
        for index, item in enumerate(value):
            yield from _misfits(f"{prefix}{index}", rule["items"], item)


def _is_datetime(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
