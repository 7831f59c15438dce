"""The catalogue: every operation of both of SCORM Cloud's APIs, as data.

The client calls by catalogue name, ``scloud raw`` lists, describes and checks from it, and the
emulator registers its handlers by it. The data stands in ``catalog/v1.json`` and
``catalog/v2.json`` beside this file; nothing about an operation is written anywhere else.

    >>> operation("v2", "GetCourse").path
    '/courses/{courseId}'
"""

import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from scormcloud_cli.api import V2

_FOLDER = Path(__file__).with_name("catalog")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing an operation can be told.

    Attributes:
        name: as the service spells it.
        location: where it travels: ``path``, ``query``, ``header``, ``form`` or ``body`` (a
            property of the JSON body). Parameters of v1 are all ``query``; v1 takes them from a
            form body as well (spec/v1-protocol.md §5).
        type: ``string``, ``integer``, ``number``, ``boolean``, ``datetime`` (ISO 8601),
            ``timestamp`` (``yyyyMMddHHmmss``, UTC), ``list``, ``object``.
        required: whether the service refuses a call without it.
        enum: the values it may have; empty when any will do.
        default: what the service assumes when it is left out, None when nothing is known.
        repeated: a list that is sent as ``name=a&name=b`` rather than ``name=a,b``.
        description: what is known of it beyond its name, perhaps empty.
    """

    name: str
    location: str
    type: str
    required: bool = False
    enum: tuple[str, ...] = ()
    default: object = None
    repeated: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One call of one API.

    Attributes:
        api: ``v1`` or ``v2``.
        name: ``GetCourses`` or ``rustici.course.exists``.
        area: the part of the service it belongs to: v2's tag, v1's service name.
        verb: the HTTP verb it is called with.
        path: v2's path template, ``/courses/{courseId}``; None for v1.
        summary: one line on what it does.
        parameters: what it can be told, in the order the service documents.
        body: the name of the JSON body's schema (v2), None where there is no JSON body.
        body_type: ``json``, ``multipart``, ``form`` or None.
        file_field: the name of the multipart part that holds the uploaded file, else None.
        answer: ``json``, ``xml``, ``none``, ``file`` or ``redirect``.
        answer_schema: the name of the JSON answer's schema (v2), where there is one.
        answer_description: what comes back, in words (v1).
        paged: whether its answers carry ``more`` (spec/v2-facts.md, Lists).
        writes: whether it changes anything (launch links and tokens do not count).
        idempotent: whether it may be repeated when its answer was lost.
        permission: whose credentials it takes: ``none``, ``application``, ``management``, or
            ``either``.
        oauth: whether it takes a bearer token.
        scope: the scope such a token needs, ``read:course``.
        equivalent: the operation of the other API that does the same, in words, else "".
        status: why not to use it any more, else "".
        confidence: how well it is known (v1): ``documented``, ``library-code``, ``inferred``.
    """

    api: str
    name: str
    area: str
    verb: str
    path: str | None
    summary: str
    parameters: tuple[Parameter, ...]
    body: str | None
    body_type: str | None
    file_field: str | None
    answer: str
    answer_schema: str | None
    answer_description: str
    paged: bool
    writes: bool
    idempotent: bool
    permission: str
    oauth: bool
    scope: str | None
    equivalent: str
    status: str
    confidence: str

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of that name, None when there is none."""
        return next((each for each in self.parameters if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Setting:
    """One configuration setting of courses, registrations and applications.

    Attributes:
        id: v2's setting ID, ``PlayerScoLaunchType``.
        v1: the v1 attribute that is the same setting, ``scoLaunchType``; None when v1 has none.
        type: ``string``, ``integer``, ``number`` or ``boolean``.
        default: the service's own default, as text.
        values: v2's values, each with v1's spelling of it; empty when both spell it alike.
        description: what it does.
    """

    id: str
    v1: str | None
    type: str
    default: str
    values: Mapping[str, str]
    description: str


@dataclass(frozen=True, slots=True)
class Problem:
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


class UnknownOperation(KeyError):
    """No operation of that name; `nearest` is the one that was probably meant, or None."""

    def __init__(self, name: str, nearest: str | None) -> None:
        super().__init__(name)
        self.name = name
        self.nearest = nearest


@functools.cache
def operations(api: str) -> Mapping[str, Operation]:
    """Return every operation of one API by name, in the catalogue's order.

    Args:
        api: ``v1`` or ``v2``.
    """
    return {name: operation(api, name) for name in _entries(api)}


@functools.cache
def operation(api: str, name: str) -> Operation:
    """Return one operation.

    Raises:
        UnknownOperation: there is none of that name (names are case-sensitive).
    """
    try:
        return _operation(api, _entries(api)[name])
    except KeyError:
        raise UnknownOperation(name, nearest(name, _entries(api))) from None


def schema(name: str) -> Mapping[str, Any]:
    """Return one of v2's JSON Schemas, ``CourseSchema``; references read ``#/schemas/NAME``.

    Raises:
        KeyError: there is none of that name.
    """
    found: Mapping[str, Any] = _document(V2)["schemas"][name]
    return found


@functools.cache
def settings() -> Mapping[str, Setting]:
    """Return every known configuration setting by its v2 ID."""
    document = json.loads((_FOLDER / "settings.json").read_text("utf-8"))
    return {
        entry["id"]: Setting(
            id=entry["id"],
            v1=entry.get("v1"),
            type=entry["type"],
            default=entry["default"],
            values=entry.get("values", {}),
            description=entry.get("description", ""),
        )
        for entry in document["settings"]
    }


def nearest(name: str, known: Mapping[str, object] | list[str]) -> str | None:
    """Return the one of `known` that `name` was probably meant to be, None when none is near."""
    import difflib

    by_folded = {each.casefold(): each for each in known}
    close = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def convert(parameter: Parameter, text: str) -> object:
    """Turn a value written as text into what a JSON body needs: ``60`` into 60 for an integer.

    Text that does not fit the parameter's type is returned as it is, for `check` to refuse.
    """
    if parameter.type == "integer" and re.fullmatch(r"-?\d+", text):
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
    names = [each.name for each in call.parameters]
    problems = [
        Problem(name, "is not a parameter of " + call.name, nearest(name, names), unknown=True)
        for name in values
        if name not in names
    ]
    for each in call.parameters:
        if each.name not in values:
            if each.required:
                problems.append(Problem(each.name, "is required"))
        elif reason := _misfit(each, values[each.name]):
            problems.append(Problem(each.name, reason))
    if call.body:
        body = {
            each.name: values[each.name]
            for each in call.parameters
            if each.location == "body" and each.name in values
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


@functools.cache
def _document(api: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((_FOLDER / f"{api}.json").read_text("utf-8"))
    return document


@functools.cache
def _entries(api: str) -> Mapping[str, Mapping[str, Any]]:
    return {entry["name"]: entry for entry in _document(api)["operations"]}


def _operation(api: str, entry: Mapping[str, Any]) -> Operation:
    return Operation(
        api=api,
        name=entry["name"],
        area=entry["area"],
        verb=entry["verb"],
        path=entry.get("path"),
        summary=entry["summary"],
        parameters=tuple(
            Parameter(
                name=each["name"],
                location=each["in"],
                type=each["type"],
                required=each.get("required", False),
                enum=tuple(each.get("enum", ())),
                default=each.get("default"),
                repeated=each.get("repeated", False),
                description=each.get("description", ""),
            )
            for each in entry.get("parameters", ())
        ),
        body=entry.get("body"),
        body_type=entry.get("bodyType"),
        file_field=entry.get("fileField"),
        answer=entry["answer"],
        answer_schema=entry.get("answerSchema"),
        answer_description=entry.get("answerDescription", ""),
        paged=entry.get("paged", False),
        writes=entry.get("writes", False),
        idempotent=entry.get("idempotent", False),
        permission=entry["permission"],
        oauth=entry.get("oauth", False),
        scope=entry.get("scope"),
        equivalent=entry.get("equivalent", ""),
        status=entry.get("status", ""),
        confidence=entry.get("confidence", ""),
    )


_TEXT_FORMS = {
    "integer": (re.compile(r"-?\d+"), "must be a whole number"),
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
