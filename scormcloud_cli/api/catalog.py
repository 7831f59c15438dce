"""The catalogue: every operation of both of SCORM Cloud's APIs, as data.

The client calls by catalogue name, ``scloud raw`` lists and describes from it, `checks` judges a
call by it, and the emulator registers its handlers by it. The data stands in ``catalog/v1.json``
and ``catalog/v2.json`` beside this file; nothing about an operation is written anywhere else.

    >>> operation("v2", "GetCourse").path
    '/courses/{courseId}'
"""

import functools
import json
import os.path
from collections.abc import Mapping
from typing import Any, NamedTuple

from scormcloud_cli.api import V2

# Help shows what the catalogue knows, so this module must load fast: named tuples are made in a
# tenth of the time of dataclasses, and pathlib alone would take as long as all of it.
_FOLDER = os.path.splitext(__file__)[0]  # noqa: PTH122


class Parameter(NamedTuple):
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


class Operation(NamedTuple):
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


class Setting(NamedTuple):
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


def login(api: str, name: str) -> str:
    """Return the command that keeps the credentials which an operation takes.

    Args:
        api: ``v1`` or ``v2``.
        name: the operation's name; it may be in no catalogue.
    """
    entry = _entries(api).get(name, {})
    command = "scloud auth login"
    return command + " --management" if entry.get("permission") == "management" else command


def schemas() -> Mapping[str, Mapping[str, Any]]:
    """Return every schema of v2, by its name."""
    found: Mapping[str, Mapping[str, Any]] = _document(V2)["schemas"]
    return found


def schema(name: str) -> Mapping[str, Any]:
    """Return one of v2's JSON Schemas, ``CourseSchema``; references read ``#/schemas/NAME``.

    Raises:
        KeyError: there is none of that name.
    """
    return schemas()[name]


@functools.cache
def settings() -> Mapping[str, Setting]:
    """Return every known configuration setting by its v2 ID."""
    return {
        entry["id"]: Setting(
            id=entry["id"],
            v1=entry.get("v1"),
            type=entry["type"],
            default=entry["default"],
            values=entry.get("values", {}),
            description=entry.get("description", ""),
        )
        for entry in _document("settings")["settings"]
    }


def nearest(name: str, known: Mapping[str, object] | list[str]) -> str | None:
    """Return the one of `known` that `name` was probably meant to be, None when none is near."""
    import difflib

    by_folded = {each.casefold(): each for each in known}
    close = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


@functools.cache
def _document(name: str) -> dict[str, Any]:
    with open(f"{_FOLDER}/{name}.json", encoding="utf-8") as file:  # noqa: PTH123
        document: dict[str, Any] = json.load(file)
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
