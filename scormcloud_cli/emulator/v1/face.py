"""Takes a call of v1: finds its method, checks who calls and with what, and answers."""

import re
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from scormcloud_cli.api import V1, catalog
from scormcloud_cli.api.catalog import checks
from scormcloud_cli.emulator import access, forms
from scormcloud_cli.emulator.access import Caller
from scormcloud_cli.emulator.calls import BaseCall
from scormcloud_cli.emulator.forms import Uploaded
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator, text
from scormcloud_cli.emulator.troubles import trouble
from scormcloud_cli.emulator.v1 import envelope
from scormcloud_cli.emulator.v1.signature import is_signed

_WINDOW = timedelta(minutes=15)

# How the address of the property editor names a course: this, a bar, and the course's ID.
WIDGET_KIND = "ApiCourseId"

# Names that clients use for a parameter beside its documented one (docs/service/v1.md, Where
# libraries disagree).
_ALIASES = {
    "tokenid": "token",
    "stylesheet": "cssurl",
    "learnertags": "learnerTags",
    "coursetags": "courseTags",
    "allowDelete": "allowdelete",
}


class NumberedRefusal(Refusal):
    """A refusal that has a number of v1's own, `code` (docs/service/v1.md, Error codes)."""

    def __init__(self, code: int, message: str, status: int = 200) -> None:
        super().__init__(status, message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Call(BaseCall):
    """One call of a method, checked.

    Attributes:
        values: the parameters' values by name; of a repeated one the last.
        lists: all values of each parameter.
    """

    values: Mapping[str, str]
    lists: Mapping[str, Sequence[str]]

    def text(self, name: str) -> str | None:
        """Return a text; None where the call does not say, or says nothing."""
        return self.values.get(name) or None

    def number(self, name: str) -> int | None:
        """Return a whole number; None where the call does not say, or says ``latest``."""
        value = self.values.get(name, "latest")
        try:
            return None if value in ("", "latest") else int(value)
        except ValueError:
            raise Refusal(400, f"[{value[:20]}] is not a whole number") from None

    def flag(self, name: str) -> bool | None:
        """Return a yes or no; None where the call does not say."""
        value = self.text(name)
        return None if value is None else value == "true"

    def moment(self, name: str) -> str | None:
        """Return a time, ``yyyyMMddHHmmss`` or ISO 8601 in UTC, as the store keeps it.

        It is None where the call does not say.

        Raises:
            Refusal: it is no such time.
        """
        value = self.text(name)
        if value is None:
            return None
        try:
            if value.isdigit():
                moment = datetime.strptime(value, "%Y%m%d%H%M%S")
            else:
                moment = datetime.fromisoformat(value)
        except ValueError:
            raise Refusal(400, f"[{value}] is not a time") from None
        return text(moment)

    def words(self, name: str) -> list[str]:
        """Return the items of a comma-separated parameter."""
        return [item for item in self.values.get(name, "").split(",") if item]


# What a call is answered with: the `rsp` element or the one element in it, None where there is
# nothing to tell, or a response of its own.
Answer = Element | Response | None
Handler = Callable[[Call], Answer]

# The numbers of errors: 1 for what was not found (docs/service/v1.md, Error codes).
_CODES = {"exists": 2, "limit": 4, "bad": 205}
_NOT_FOUND = 1


class Face:
    """Answers ``/api`` and ``/widget``, with and without ``/EngineWebServices`` before them.

    Args:
        emulator: the emulator.
        handlers: what answers each method, by its catalogue name.
        editor: what answers the address of the property editor.
    """

    def __init__(
        self, emulator: Emulator, handlers: Mapping[str, Handler], editor: Handler
    ) -> None:
        self._emulator = emulator
        self._handlers = handlers
        self._editor = editor

    async def answer(self, request: Request) -> Response:
        """Answer a call."""
        return await self._answered(request, self._call)

    async def widget(self, request: Request) -> Response:
        """Answer the address of the property editor."""
        return await self._answered(request, self._widget)

    async def _answered(
        self,
        request: Request,
        by: Callable[[Request, dict[str, list[str]], Uploaded | None], Answer],
    ) -> Response:
        upload: Uploaded | None = None
        try:
            pairs = request.query_params.multi_items()
            if request.method == "POST":
                # The query is signed with the form, so the call is checked once both are read.
                fields, upload = await forms.read(request, self._emulator)
                pairs += fields
            parameters: dict[str, list[str]] = {}
            for name, value in pairs:
                parameters.setdefault(name, []).append(value)
            answer = await run_in_threadpool(by, request, parameters, upload)
            return answer if isinstance(answer, Response) else envelope.answer(answer)
        except NumberedRefusal as refusal:
            return envelope.fail(refusal.code, refusal.message, refusal.status)
        except Refusal as refusal:
            return envelope.fail(_CODES.get(refusal.kind, _NOT_FOUND), refusal.message)
        except (OverflowError, UnicodeEncodeError) as error:
            # Numbers, times and texts that fit their type, but nothing that can be stored.
            return envelope.fail(205, f"Bad parameter value: {error}")
        except ClientDisconnect:
            return envelope.fail(205, "The request was not sent to its end")
        except Exception as error:  # whatever goes wrong in here, the client is answered
            if unusable := trouble(error, self._emulator.folder):
                return envelope.fail(201, str(unusable), 507)
            traceback.print_exc()  # and not told why
            return envelope.fail(201, "An unexpected error occurred", 500)

    def _call(
        self, request: Request, parameters: dict[str, list[str]], upload: Uploaded | None
    ) -> Answer:
        try:
            method = _method(parameters)
            caller = Caller("", manages=False)
            if method.permission != "none":
                caller = self._caller(method, parameters)
            named = {_ALIASES.get(name, name): values for name, values in parameters.items()}
            named = dict(_understood(method, named))
            _check(method, named)
            handler = self._handlers.get(method.name)
            if handler is None:
                raise NumberedRefusal(202, f"The emulator does not answer {method.name} yet", 501)
            return handler(self._made(request, method, caller, upload, named))
        except BaseException:
            if upload is not None:
                upload.path.unlink(missing_ok=True)
            raise

    def _widget(
        self, request: Request, parameters: dict[str, list[str]], upload: Uploaded | None
    ) -> Answer:
        method = catalog.operation(V1, "rustici.course.properties")
        caller = self._caller(method, parameters)
        kind, _, course_id = (_last(parameters, "package") or "").partition("|")
        if kind != WIDGET_KIND:
            raise NumberedRefusal(205, f"Parameter package must be {WIDGET_KIND}|COURSE")
        return self._editor(self._made(request, method, caller, upload, {"courseid": [course_id]}))

    def _made(
        self,
        request: Request,
        method: catalog.Operation,
        caller: Caller,
        upload: Uploaded | None,
        named: Mapping[str, list[str]],
    ) -> Call:
        base = str(request.base_url).rstrip("/")
        values = {name: values[-1] for name, values in named.items()}
        return Call(self._emulator, method, caller, upload, base, values, named)

    def _caller(self, method: catalog.Operation, parameters: Mapping[str, list[str]]) -> Caller:
        """Return who calls (docs/service/v1.md, Order of checks)."""
        app_id = _last(parameters, "appid")
        if not app_id:
            raise NumberedRefusal(101, "Application id (appid param) missing")
        secrets = access.secrets_of(self._emulator, app_id)
        if secrets is None:
            raise NumberedRefusal(
                102,
                f"Authentication info for application id {app_id} not found. "
                "Likely an invalid application id",
            )
        self._check_time(_last(parameters, "ts"))
        signature = _last(parameters, "sig")
        if not signature:
            raise NumberedRefusal(103, "Request signature (sig param) missing")
        if not is_signed(parameters, signature, secrets):
            raise NumberedRefusal(
                104,
                "The signature attached to the call does not match the signature generated on "
                "the server.",
            )
        manages = access.manages(self._emulator, app_id)
        if manages != (method.permission == "management"):
            raise NumberedRefusal(100, f"Application id {app_id} may not call {method.name}")
        return Caller(app_id, manages)

    def _check_time(self, stamp: str | None) -> None:
        if not stamp:
            raise NumberedRefusal(105, "Timestamp (ts param) missing")
        try:
            if not re.fullmatch(r"\d{14}", stamp):
                raise ValueError
            moment = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError:
            raise NumberedRefusal(106, "Timestamp must be yyyyMMddHHmmss in UTC") from None
        if abs(self._emulator.clock() - moment) > _WINDOW:
            raise NumberedRefusal(
                107,
                "Timestamp sent is outside of expiration limit. Likely cause: requesting server "
                "clock has drifted. Please sync requesting server time to NTP time.",
            )


def _method(parameters: Mapping[str, list[str]]) -> catalog.Operation:
    name = _last(parameters, "method")
    if not name or not name.startswith("rustici."):
        raise NumberedRefusal(200, "Method name (method param) missing or malformed")
    try:
        return catalog.operation(V1, name)
    except catalog.UnknownOperation:
        raise NumberedRefusal(202, f"Unknown method {name}") from None


def _understood(
    method: catalog.Operation, parameters: Mapping[str, list[str]]
) -> Iterator[tuple[str, list[str]]]:
    """Yield the parameters with words spelt as documented; an optional unknown word means none.

    See docs/service/v1.md, What real clients send and read.
    """
    for name, values in parameters.items():
        parameter = method.parameter(name)
        words = _words(parameter) if parameter else {}
        spelt = [words.get(value.lower(), value) for value in values]
        if not words or set(spelt) <= set(words.values()) or (parameter and parameter.required):
            yield name, spelt


def _words(parameter: catalog.Parameter) -> Mapping[str, str]:
    """Return the words that a parameter may be, by their lower case; none where it may be any."""
    if parameter.type == "list":
        return {}
    words = ("true", "false") if parameter.type == "boolean" else parameter.enum
    return {word.lower(): word for word in words}


def _check(method: catalog.Operation, parameters: Mapping[str, list[str]]) -> None:
    """Refuse values that do not fit; what the method does not know is passed over."""
    known: dict[str, Any] = {
        name: values if len(values) > 1 else values[0]
        for name, values in parameters.items()
        if method.parameter(name)
    }
    for problem in checks.check(method, known):
        missing = problem.parameter not in known
        raise NumberedRefusal(
            203 if missing else 205, f"Parameter {problem.parameter} {problem.reason}"
        )


def _last(parameters: Mapping[str, Sequence[str]], name: str) -> str | None:
    values = parameters.get(name)
    return values[-1] if values else None
