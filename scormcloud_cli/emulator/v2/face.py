"""Takes a request of v2: finds its operation, checks who calls and with what, and answers."""

import functools
import json
import re
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from scormcloud_cli.api import V2, catalog
from scormcloud_cli.api.catalog import checks
from scormcloud_cli.emulator import access, forms
from scormcloud_cli.emulator.access import Caller
from scormcloud_cli.emulator.calls import BaseCall
from scormcloud_cli.emulator.forms import Uploaded
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator
from scormcloud_cli.emulator.troubles import trouble


@dataclass(frozen=True, slots=True)
class Call(BaseCall):
    """One call of an operation, checked.

    Attributes:
        values: the parameters, by name, as what their types say.
        body: the JSON body; None when there is none.
    """

    values: Mapping[str, Any]
    body: Any


# Returns the JSON to answer with, None for nothing, or a response of its own.
Handler = Callable[[Call], Any]


class Face:
    """Answers everything below ``/api/v2``.

    Args:
        emulator: the emulator.
        handlers: what answers each operation, by its catalogue name; the rest answer 501.
    """

    def __init__(self, emulator: Emulator, handlers: Mapping[str, Handler]) -> None:
        self._emulator = emulator
        self._handlers = handlers

    async def answer(self, request: Request) -> Response:
        """Answer a request."""
        try:
            return await self._answer(request)
        except Refusal as refusal:
            answer = refused(refusal.message, refusal.status)
        except (OverflowError, UnicodeEncodeError) as error:
            # Numbers, times and texts that fit their type, but nothing that can be stored.
            answer = refused(f"Bad request: {error}", 400)
        except ClientDisconnect:
            answer = refused("The request was not sent to its end", 400)
        except Exception as error:  # whatever goes wrong in here, the client is answered
            unusable = trouble(error, self._emulator.folder)
            if unusable is None:  # then it is not told why
                traceback.print_exc()
                answer = refused("An unexpected error occurred", 500)
            else:
                answer = refused(str(unusable), 507)
        await forms.discard(request)
        return answer

    async def _answer(self, request: Request) -> Response:
        # The path as it was sent: an ID may hold an encoded slash.
        raw = request.scope.get("raw_path") or request.url.path.encode()
        operation, path_values = self._find(request.method, raw.decode("latin-1"))
        emulator = self._emulator
        # Three rows are read sooner than a thread is found to read them.
        caller = _caller(emulator, request.headers.get("authorization"))
        if operation.permission != "none":
            if caller is None:
                if "authorization" not in request.headers:
                    raise Refusal(401, "Authorization Required.")
                raise Refusal(401, "Provided credentials are invalid: they are unknown or expired")
            _check_permission(operation, caller)
        handler = self._handlers.get(operation.name)
        if handler is None:
            raise Refusal(501, f"The emulator does not answer {operation.name} yet")
        values = _query_values(request, operation) | path_values
        body: Any = None
        upload: Uploaded | None = None
        if operation.body_type == "json":
            body = await _json_body(request, operation)
        elif operation.body_type is not None:
            fields, upload = await forms.read(request, emulator)
            values |= {name: value for name, value in fields if _is_field(operation, name)}
        try:
            _check(operation, values)
            if operation.file_field and upload is None:
                raise Refusal(400, f"{operation.file_field} is required")
            call = Call(
                emulator,
                operation,
                caller or Caller("", manages=False),
                upload,
                str(request.base_url).rstrip("/"),
                {name: _typed(operation, name, value) for name, value in values.items()},
                body,
            )
            result = await run_in_threadpool(handler, call)
        except BaseException:
            if upload is not None:
                upload.path.unlink(missing_ok=True)
            raise
        if isinstance(result, Response):
            return result
        return Response(status_code=204) if result is None else JSONResponse(result)

    def operation_name(self, verb: str, raw_path: str) -> str:
        """Return the name of the operation that a request is for; "" where there is none."""
        try:
            return self._find(verb, raw_path)[0].name
        except Refusal:
            return ""

    def _find(self, verb: str, raw_path: str) -> tuple[catalog.Operation, dict[str, Any]]:
        path = raw_path.partition("/api/v2")[2]
        other_verb = False
        for pattern, operation in _routes():
            if match := pattern.fullmatch(path):
                if operation.verb == verb:
                    values = {name: unquote(text) for name, text in match.groupdict().items()}
                    return operation, values
                other_verb = True
        if other_verb:
            raise Refusal(405, f"{verb} is not supported here")
        raise Refusal(404, f"No operation at {path}")


def refused(message: str, status: int, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return an error in v2's form: the text twice (docs/service/v2.md, Errors)."""
    return JSONResponse({"error": message, "message": message}, status, headers)


@functools.cache
def _routes() -> list[tuple[re.Pattern[str], catalog.Operation]]:
    """Return the operations with what their paths match, in the order to try them."""
    # Templates without placeholders first: /courses/importJobs is not /courses/{courseId}.
    operations = sorted(
        catalog.operations(V2).values(), key=lambda operation: (operation.path or "").count("{")
    )
    return [(_pattern(operation.path or ""), operation) for operation in operations]


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template)) + "/?")


def _caller(emulator: Emulator, header: str | None) -> Caller | None:
    scheme, _, proof = (header or "").partition(" ")
    if scheme.lower() == "basic":
        return access.by_basic(emulator, proof.strip())
    if scheme.lower() == "bearer":
        return access.by_token(emulator, proof.strip())
    return None


def _check_permission(operation: catalog.Operation, caller: Caller) -> None:
    if operation.permission == "management" and not caller.manages:
        raise Refusal(403, f"{operation.name} needs the credentials of a management application")
    if operation.permission == "application" and caller.manages:
        raise Refusal(403, f"{operation.name} does not take a management application's credentials")
    if caller.scopes is not None and not operation.oauth:
        raise Refusal(403, f"{operation.name} does not take a token")
    if not caller.may(operation.scope):
        raise Refusal(403, f"The token's scopes do not cover {operation.scope}")


def _is_field(operation: catalog.Operation, name: str) -> bool:
    parameter = operation.parameter(name)
    return parameter is not None and parameter.location == "form"


def _query_values(request: Request, operation: catalog.Operation) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for parameter in operation.parameters:
        if parameter.location == "query" and parameter.name in request.query_params:
            texts = request.query_params.getlist(parameter.name)
            values[parameter.name] = texts if parameter.repeated else texts[-1]
        if parameter.location == "header" and parameter.name.lower() in request.headers:
            values[parameter.name] = request.headers[parameter.name.lower()]
    if "more" in values and len(request.query_params) > 1:
        others = ", ".join(name for name in request.query_params if name != "more")
        raise Refusal(400, f"more must be sent alone, without {others}")
    return values


async def _json_body(request: Request, operation: catalog.Operation) -> Any:
    raw = await forms.body(request)
    if not raw:
        raise Refusal(400, "A JSON body is required")
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, f"The body is not JSON: {error}") from None
    problems = [
        f"{problem.parameter} {problem.reason}"
        for problem in checks.check_body(operation.body or "", body)
        if not problem.unknown
    ]
    if problems:
        raise Refusal(400, "; ".join(problems))
    return body


def _check(operation: catalog.Operation, values: Mapping[str, Any]) -> None:
    """Refuse values that do not fit; what the operation does not know is passed over."""
    known = {name: value for name, value in values.items() if operation.parameter(name)}
    for problem in checks.check(checks.without_body(operation), known):
        parameter = operation.parameter(problem.parameter)
        if "more" in known and parameter is not None and parameter.location == "query":
            continue  # it stands for all that the first page was asked for
        if parameter is not None and parameter.type == "datetime":
            raise Refusal(
                400,
                f"Bad request, likely due to invalid query: {problem.parameter} {problem.reason}",
            )
        raise Refusal(400, f"{problem.parameter} {problem.reason}")


def _typed(operation: catalog.Operation, name: str, value: Any) -> Any:
    parameter = operation.parameter(name)
    if parameter is None or not isinstance(value, str):
        return value
    # A text that fits: only whether a boolean is true may be said in capitals.
    return checks.convert(parameter, value.lower() if parameter.type == "boolean" else value)
