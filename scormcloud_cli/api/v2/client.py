"""Calls any operation of v2 by its catalogue name."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote

from scormcloud_cli import __version__
from scormcloud_cli.api import V2
from scormcloud_cli.api.catalog import Operation, operation
from scormcloud_cli.api.credentials import Credentials
from scormcloud_cli.api.errors import (
    AuthenticationFailed,
    CloudError,
    NetworkFailure,
    NotFound,
    RateLimited,
    ServiceRefused,
    UnexpectedAnswer,
    UsageError,
)
from scormcloud_cli.api.messages import Answer, Progress, Request, Upload, as_parameter
from scormcloud_cli.api.origin import DEFAULT
from scormcloud_cli.api.pages import Page, items_of
from scormcloud_cli.api.queries import Span
from scormcloud_cli.api.refusals import NO_ROOM, doubted, missing_code, strange
from scormcloud_cli.api.v2 import documents

if TYPE_CHECKING:
    from scormcloud_cli.api.transport import Transport

Values = Mapping[str, object]

# What may be asked for twice and is done once (RFC 9110, 9.2.2).
_IDEMPOTENT = ("GET", "HEAD", "PUT", "DELETE")


class Client:
    """The direct way to v2.

    Args:
        base_url: the service without ``/api/v2``, such as ``https://cloud.scorm.com``.
        credentials: an application's pair, a management pair, or a bearer token.
        transport: what sends the requests.
        origin: what software calls; it stands in the User-Agent.
    """

    def __init__(
        self, base_url: str, credentials: Credentials, transport: "Transport", origin: str = DEFAULT
    ) -> None:
        self._url = base_url + "/api/v2"
        self._credentials = credentials
        self._transport = transport
        self._headers = {"User-Agent": f"scloud/{__version__} ({origin})"}
        if credentials.token:
            if not (credentials.token.isascii() and credentials.token.isprintable()):
                raise UsageError(
                    "the token has characters that no token has", hint="set SCLOUD_TOKEN anew"
                )
            self._authorization = f"Bearer {credentials.token}"
        else:
            pair = f"{credentials.app_id}:{credentials.secret_key}"
            encoded = b64encode(pair.encode()).decode()
            transport.hide(encoded)
            self._authorization = f"Basic {encoded}"

    def call(
        self,
        name: str,
        values: Values | None = None,
        *,
        body: Any = None,
        upload: Upload | None = None,
    ) -> Any:
        """Call one operation; its answer has the types that the catalogue says.

        Args:
            name: its catalogue name, ``GetCourse``.
            values: what it is told, by parameter name, wherever each of them travels. None, and
                an empty list outside the body, are left out.
            body: the whole JSON body, in place of the values that belong in it.
            upload: the file to send.

        Returns:
            the JSON of the answer; None when it has none. Asking it for a property that it should
            have and has not raises `UnexpectedAnswer`.

        Raises:
            NotFound, AuthenticationFailed, RateLimited, ServiceRefused: the service said no.
            NetworkFailure: it could not be reached, or what answered is not the service.
            UsageError: a value cannot be part of a path.
            Planned: this is a dry run and the operation changes something.
        """
        document = self.answer(name, values, body=body, upload=upload)
        answer_schema = operation(V2, name).answer_schema
        if answer_schema is None:
            return document
        documents.check(answer_schema, document)
        return _Document(name, document)

    def answer(
        self,
        name: str,
        values: Values | None = None,
        *,
        body: Any = None,
        upload: Upload | None = None,
    ) -> Any:
        """Call one operation, and return the JSON of its answer as it is; otherwise as `call`."""
        request = self._request(operation(V2, name), values or {}, body, upload)
        answer = self._transport.send(request)
        document = self._json(answer, request)
        if operation(V2, name).answer == "json" and not isinstance(document, dict):
            raise _not_the_service(answer, name)
        return document

    def finds(self, name: str, values: Values) -> bool:
        """Say whether what an operation asks for exists; raises as `call`, but no `NotFound`."""
        try:
            self.call(name, values)
        except NotFound:
            return False
        return True

    def items(
        self,
        name: str,
        items: str,
        values: Values | None = None,
        span: Span = Span(),  # noqa: B008 (it cannot change)
    ) -> Iterator[Any]:
        """Call a list operation and follow ``more`` to its end.

        The next page is asked for with ``more`` alone, at the same path: the token remembers the
        filters (docs/service/v2.md, Lists).

        Args:
            name: the operation.
            items: the property of its answers that holds the things.
            values: what it is told.
            span: how many things are wanted, and where to go on with such a list in place of what
                it was told; its times are not sent, they belong to `values`.

        Raises:
            CloudError: as `call`; or the pages go round in circles.
        """
        in_path = {
            parameter.name: values[parameter.name]
            for parameter in operation(V2, name).parameters
            if values and parameter.location == "path"
        }

        def fetch(more: str | None) -> Page:
            told = values if more is None else {**in_path, "more": more}
            page = self.call(name, told)
            things = [_Document(name, record) for record in page[items]]
            return Page(things, page.get("more") or None)

        return islice(items_of(fetch, more=span.more, ahead=span.limit is None), span.limit)

    def download(
        self, name: str, values: Values | None, sink: BinaryIO, on_progress: Progress | None = None
    ) -> str | None:
        """Call an operation that answers with a file, and write the file to `sink`.

        Returns:
            the file name that the service suggests, None when it suggests none.

        Raises:
            CloudError: as `call`.
        """
        request = self._request(operation(V2, name), values or {}, None, None)
        answer = self._transport.download(request, sink, on_progress)
        if not 200 <= answer.status < 300:
            raise self._refusal(answer, request)
        if answer.body:  # an asset that is XML or HTML; see Transport.download
            if name.endswith("Zip"):
                raise _not_the_service(answer, name)
            sink.write(answer.body)
        return answer.file_name

    def request(
        self,
        verb: str,
        path: str,
        *,
        query: Sequence[tuple[str, str]] = (),
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Make a request that the catalogue does not know.

        Args:
            verb: the HTTP verb, in capitals.
            path: the path below ``/api/v2``, beginning with a slash.
            query: names and values of the query.
            body: a JSON body.
            headers: header lines to add.

        Returns:
            the JSON of the answer; None when it has none.

        Raises:
            CloudError: as `call`.
        """
        request = Request(
            operation=f"{verb} {path}",
            verb=verb,
            url=self._url + path,
            query=query,
            headers={**self._headers, "Authorization": self._authorization, **(headers or {})},
            body=body,
            idempotent=verb in _IDEMPOTENT,
            writes=verb not in ("GET", "HEAD"),
        )
        return self._json(self._transport.send(request), request)

    def _request(
        self, call: Operation, values: Values, body: Any, upload: Upload | None
    ) -> Request:
        path = call.path or ""
        headers = dict(self._headers)
        if call.permission != "none":
            headers["Authorization"] = self._authorization
        query: list[tuple[str, str]] = []
        form: list[tuple[str, str]] = []
        properties: dict[str, object] = {}
        for name, value in values.items():
            parameter = call.parameter(name)
            location = parameter.location if parameter else "query"
            if value is None or (location != "body" and value in ((), [])):
                continue
            if location == "path":
                path = path.replace("{" + name + "}", _segment(name, value))
            elif location == "body":
                properties[name] = list(value) if isinstance(value, tuple) else value
            elif location == "header":
                headers[name] = as_parameter(value)
            elif location == "form":
                form.append((name, as_parameter(value)))
            elif parameter and parameter.repeated and isinstance(value, list | tuple):
                query += [(name, as_parameter(item)) for item in value]
            else:
                query.append((name, as_parameter(value)))
        if body is None and call.body:
            body = properties
        return Request(
            operation=call.name,
            verb=call.verb,
            url=self._url + path,
            query=query,
            headers=headers,
            body=body,
            form=form,
            upload=upload,
            idempotent=call.idempotent,
            writes=call.writes,
        )

    def _json(self, answer: Answer, request: Request) -> Any:
        if not 200 <= answer.status < 300:
            raise self._refusal(answer, request)
        if not answer.body:
            return None
        try:
            return documents.decode(answer.body)
        except ValueError:
            raise _not_the_service(answer, request.operation) from None

    def _refusal(self, answer: Answer, request: Request) -> CloudError:
        refusal = _refusal(answer, request.operation)
        if isinstance(refusal, AuthenticationFailed):
            return self._credentials.explain(refusal)
        return doubted(refusal, answer, idempotent=request.idempotent)


class _Document(dict[str, Any]):
    """A JSON object that an operation answers with, or one of a list."""

    def __init__(self, name: str, content: Mapping[str, Any]) -> None:
        super().__init__(content)
        self._name = name

    def __missing__(self, key: str) -> Any:
        raise UnexpectedAnswer(f"the service's answer has no {key}", operation=self._name)


def _segment(name: str, value: object) -> str:
    """Return a value as one segment of a path.

    Raises:
        UsageError: no segment can carry it; ``.`` and ``..`` would address something else.
    """
    text = str(value)
    if text in ("", ".", ".."):
        raise UsageError(f"{text!r} cannot be the {name} of a call")
    return quote(text, safe="")


# "Course [golf-1] already exists…" (docs/service/v2.md, Courses).
_EXISTS = re.compile(r"(\w+)(?: with id)? \[.*\] already exists", re.IGNORECASE | re.DOTALL)

_CODES = {400: "bad_request", 409: "conflict", 501: "not_implemented", NO_ROOM: "no_room"}


def _refusal(answer: Answer, name: str) -> CloudError:
    """Return what an answer other than 2xx means (docs/service/v2.md, Errors)."""
    status = answer.status
    message = _message(answer)
    if message is None:
        if answer.body and status != 429:
            return _not_the_service(answer, name)
        message = f"the service answered {status}"
    facts: dict[str, Any] = {"status": status, "operation": name, "retried": answer.repeated}
    if status in (401, 403):
        hint = None if status == 401 else "check what these credentials may do"
        return AuthenticationFailed(message, hint=hint, **facts)
    if status == 404:
        return NotFound(message, code=missing_code(message), **facts)
    if status == 429:
        return RateLimited(message, hint="try again later", **facts)
    if status >= 500 and status not in (501, NO_ROOM):
        return NetworkFailure(message, code="service_error", hint="try again later", **facts)
    if 300 <= status < 400:
        return _not_the_service(answer, name)
    if taken := _EXISTS.search(message):
        return ServiceRefused(message, code=f"{taken[1].lower()}_exists", **facts)
    return ServiceRefused(message, code=_CODES.get(status, "failed"), **facts)


def _message(answer: Answer) -> str | None:
    """Return the service's own words; None when the answer is not in its form."""
    try:
        document = documents.decode(answer.body)
    except ValueError:
        return None
    if isinstance(document, dict):
        for name in ("message", "error"):
            if isinstance(document.get(name), str):
                return str(document[name])
    return None


def _not_the_service(answer: Answer, name: str) -> UnexpectedAnswer:
    failure = strange("SCORM Cloud", answer, name)
    failure.retryable = answer.status >= 500
    return failure
