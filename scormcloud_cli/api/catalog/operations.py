"""The operations of both APIs and what each can be told."""

import functools
from collections.abc import Mapping
from typing import Any, NamedTuple

from scormcloud_cli.api.catalog.documents import document, entry
from scormcloud_cli.api.names import nearest

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
        path: v2's path template, ``/courses/{courseId}``; None for v1.
        summary: one line on what it does.
        parameters: what it can be told, in the order the service documents.
        body: the name of the JSON body's schema (v2), None where there is no JSON body.
        body_type: ``json``, ``multipart``, ``form`` or None.
        file_field: the name of the multipart part that holds the uploaded file, else None.
        answer: ``json``, ``xml``, ``none``, ``file`` or ``redirect``.
        answer_schema: the name of the JSON answer's schema (v2), where there is one.
        answer_description: what comes back, in words (v1).
        paged: whether its answers carry ``more`` (docs/service/v2.md, Lists).
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
        return next((known for known in self.parameters if known.name == name), None)


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
    return {entry["name"]: _operation(api, entry) for entry in document(api)["operations"]}


@functools.cache
def operation(api: str, name: str) -> Operation:
    """Return one operation.

    Raises:
        UnknownOperation: there is none of that name (names are case-sensitive).
    """
    known = entry(api, name)
    if known is None:
        raise UnknownOperation(name, nearest(name, operations(api)))
    return _operation(api, known)


def login(api: str, name: str) -> str:
    """Return the command that keeps the credentials which an operation takes.

    Args:
        api: ``v1`` or ``v2``.
        name: the operation's name; it may be in no catalogue.
    """
    permission = (entry(api, name) or {}).get("permission")
    command = "scloud auth login"
    return command + " --management" if permission == "management" else command


def _operation(api: str, record: Mapping[str, Any]) -> Operation:
    return Operation(
        api=api,
        name=record["name"],
        area=record["area"],
        verb=record["verb"],
        path=record.get("path"),
        summary=record["summary"],
        parameters=tuple(
            Parameter(
                name=parameter["name"],
                location=parameter["in"],
                type=parameter["type"],
                required=parameter.get("required", False),
                enum=tuple(parameter.get("enum", ())),
                default=parameter.get("default"),
                repeated=parameter.get("repeated", False),
                description=parameter.get("description", ""),
            )
            for parameter in record.get("parameters", ())
        ),
        body=record.get("body"),
        body_type=record.get("bodyType"),
        file_field=record.get("fileField"),
        answer=record["answer"],
        answer_schema=record.get("answerSchema"),
        answer_description=record.get("answerDescription", ""),
        paged=record.get("paged", False),
        writes=record.get("writes", False),
        idempotent=record.get("idempotent", False),
        permission=record["permission"],
        oauth=record.get("oauth", False),
        scope=record.get("scope"),
        equivalent=record.get("equivalent", ""),
        status=record.get("status", ""),
        confidence=record.get("confidence", ""),
    )
