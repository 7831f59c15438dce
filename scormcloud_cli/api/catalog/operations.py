"""The operations of both APIs and what each can be told."""

import functools
from collections.abc import Mapping
from typing import Any, NamedTuple

from scormcloud_cli.api.catalog.documents import document, entry

# Named tuples are made in a tenth of the time of dataclasses, and help must come fast.


class Parameter(NamedTuple):
    """One thing an operation can be told.

    Attributes:
        name: as the service spells it.
        location: where it travels: ``path``, ``query``, ``header``, ``form`` or ``body`` (a
            property of the JSON body). Parameters of v1 are all ``query``; v1 takes them from a
            form body as well (docs/service/v1.md, HTTP).
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
        summary: one line on what it does.
        answer: ``json``, ``xml``, ``none``, ``file`` or ``redirect``.
        permission: whose credentials it takes: ``none``, ``application``, ``management``, or
            ``either``.
        path: v2's path template, ``/courses/{courseId}``; None for v1.
        parameters: what it can be told, in the order the service documents.
        body: the name of the JSON body's schema (v2), None where there is no JSON body.
        body_type: ``json``, ``multipart``, ``form`` or None.
        file_field: the name of the multipart part that holds the uploaded file, else None.
        answer_schema: the name of the JSON answer's schema (v2), where there is one.
        answer_description: what comes back, in words (v1).
        paged: whether its answers carry ``more`` (docs/service/v2.md, Lists).
        writes: whether it changes anything, or makes anything: a launch link, a token.
        idempotent: whether it may be repeated when its answer was lost.
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
    summary: str
    answer: str
    permission: str
    path: str | None = None
    parameters: tuple[Parameter, ...] = ()
    body: str | None = None
    body_type: str | None = None
    file_field: str | None = None
    answer_schema: str | None = None
    answer_description: str = ""
    paged: bool = False
    writes: bool = False
    idempotent: bool = False
    oauth: bool = False
    scope: str | None = None
    equivalent: str = ""
    status: str = ""
    confidence: str = ""

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of that name, None when there is none."""
        return next((known for known in self.parameters if known.name == name), None)


class UnknownOperation(KeyError):
    """One API has no operation of that name."""


@functools.cache
def operations(api: str) -> Mapping[str, Operation]:
    """Return every operation of one API by name, in the catalogue's order.

    Args:
        api: ``v1`` or ``v2``.
    """
    return {entry["name"]: _operation(api, entry) for entry in document(api)["operations"]}


@functools.cache
def operation(api: str, name: str) -> Operation:
    """Return one operation.

    Raises:
        UnknownOperation: there is none of that name (names are case-sensitive).
    """
    known = entry(api, name)
    if known is None:
        raise UnknownOperation(name)
    return _operation(api, known)


# The properties of the data that are not called as the attributes are.
_NAMES = {
    "answerDescription": "answer_description",
    "answerSchema": "answer_schema",
    "bodyType": "body_type",
    "fileField": "file_field",
    "in": "location",
}


def _operation(api: str, record: Mapping[str, Any]) -> Operation:
    parameters = tuple(map(_parameter, record.get("parameters", ())))
    return Operation(**{**_renamed(record), "api": api, "parameters": parameters})


def _parameter(record: Mapping[str, Any]) -> Parameter:
    return Parameter(**{**_renamed(record), "enum": tuple(record.get("enum", ()))})


def _renamed(record: Mapping[str, Any]) -> dict[str, Any]:
    return {_NAMES.get(name, name): value for name, value in record.items()}
