"""One HTTP client for everything: time limits, retries, masked logging, streamed files.

The only module that imports httpx: replacing it is a change to this file alone.
"""

import email.utils
import json
import random
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO
from urllib.parse import quote, urlencode, urlsplit

from scormcloud_cli import __version__
from scormcloud_cli.api.errors import NetworkFailure, Planned, RateLimited
from scormcloud_cli.api.hosts import is_loopback
from scormcloud_cli.api.lean_httpx import httpx
from scormcloud_cli.api.masking import mask, mask_value
from scormcloud_cli.api.pace import Pace

Progress = Callable[[int, int], None]

# Answers that a later try may not get.
_PASSING = (429, 502, 503, 504)
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 20.0
# A service that asks for more patience than this is not waited for: the user is told instead.
_LONGEST_RETRY_AFTER = 120.0
# After the last byte of an upload the service may work on it before it answers.
_UPLOAD_ANSWER_FACTOR = 10
# A file is read, and sent, so many bytes at a time.
_PIECE = 512 * 1024
_LOGGED_CHARACTERS = 4000
_PARTIAL = 206
# Where a response carries how often its request was made.
_TRIES = "scloud_tries"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send as one part of a multipart body.

    Attributes:
        field: the name of the part.
        file: the file, opened for reading in binary; it must be able to seek.
        name: the file name to tell the service.
        content_type: its MIME type.
        on_progress: called with the bytes sent so far and the bytes in all.
    """

    field: str
    file: BinaryIO
    name: str
    content_type: str = "application/zip"
    on_progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One request, before it is sent.

    Attributes:
        operation: the catalogue name of what it does, for messages.
        verb: the HTTP verb.
        url: the whole address, without the query.
        query: the query's names and values, in order.
        headers: header lines beyond the usual.
        body: a value to send as JSON; None for none.
        form: names and values to send as a form; with `upload`, as parts beside the file.
        upload: a file to send.
        idempotent: whether it may be sent again when its answer was lost.
        writes: whether it changes anything, and so is only shown under ``--dry-run``.
    """

    operation: str
    verb: str
    url: str
    query: Sequence[tuple[str, str]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    form: Sequence[tuple[str, str]] = ()
    upload: Upload | None = None
    idempotent: bool = True
    writes: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the HTTP status, the headers (names in lower case), the body.

    Attributes:
        tries: how often the request was made for it: what it changes may have been changed before.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    tries: int = 1

    @property
    def content_type(self) -> str:
        """The MIME type, without its parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def file_name(self) -> str | None:
        """The file name that ``Content-Disposition`` suggests, without any folder; or None."""
        found = re.search(r'filename="?([^";]+)"?', self.headers.get("content-disposition", ""))
        return re.split(r"[/\\]", found[1])[-1] or None if found else None


class Transport:
    """Sends requests and gives answers, whatever their status.

    Args:
        timeout: seconds to wait for a connection, and between bytes.
        retries: how often to try again what may pass: 429, 502, 503, 504, lost connections.
        notice: told one line about each wait.
        debug: told every request and answer, secrets masked.
        dry_run: do not send what changes anything; raise `Planned` instead.
        pause: waits so many seconds.
        pace: how fast requests leave, over all threads.
    """

    def __init__(
        self,
        *,
        timeout: float = 30.0,
        retries: int = 4,
        notice: Callable[[str], None] | None = None,
        debug: Callable[[str], None] | None = None,
        dry_run: bool = False,
        pause: Callable[[float], None] = time.sleep,
        pace: Pace | None = None,
    ) -> None:
        self.dry_run = dry_run
        self._pace = pace or Pace()
        self._timeout = timeout
        self._retries = retries
        self._notice = notice or _say_nothing
        self._debug = debug
        self._pause = pause
        self._secrets: set[str] = set()
        self._clients: dict[bool, httpx.Client] = {}
        self._making = threading.Lock()

    def close(self) -> None:
        """Close every connection."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()

    def hide(self, *secrets: str) -> None:
        """Never show these values, wherever they turn up."""
        self._secrets.update(secret for secret in secrets if secret)

    def send(self, request: Request) -> Answer:
        """Send a request and return its answer, of whatever status.

        Raises:
            Planned: it would change something, and this is a dry run.
            NetworkFailure: there was no answer, after the retries.
            RateLimited: the answer was still 429 after the retries.
        """
        with self._answered(request) as response:
            try:
                response.read()
            except httpx.HTTPError as error:
                raise self._failure(request, error) from error
            answer = _answer(response, response.content)
            self._log_body(answer)
            return answer

    def download(
        self, request: Request, sink: BinaryIO, on_progress: Progress | None = None
    ) -> Answer:
        """Send a request and write the body of its answer to a file, a piece at a time.

        What breaks off is gone on with where the service gives parts, else begun again.

        Args:
            request: what to ask for.
            sink: where the body of a 2xx answer goes; other bodies, and XML, which is how v1
                says no, come back in the answer and are not written.
            on_progress: called with the bytes received so far and in all (0 when not known).

        Returns:
            the answer; its body is empty when it was written to `sink`.

        Raises:
            NetworkFailure: there was no answer, or it broke off.
            RateLimited: the answer was still 429 after the retries.
        """
        received = 0
        tries_left = self._retries
        while True:
            before = received
            with self._answered(_from(request, received)) as response:
                is_refusal = not response.is_success or _answer(response, b"").content_type in (
                    "text/xml",
                    "application/xml",
                )
                try:
                    if is_refusal:
                        response.read()
                        return _answer(response, response.content)
                    if received and response.status_code != _PARTIAL:  # all of it once more
                        if not sink.seekable():
                            raise self._failure(request, _CannotGoOn("the download broke off"))
                        sink.seek(-received, 1)
                        sink.truncate()
                        received = 0
                    total = received + int(response.headers.get("content-length", 0))
                    for chunk in response.iter_bytes():  # as it arrives: all of it counts
                        sink.write(chunk)
                        received += len(chunk)
                        if on_progress:
                            on_progress(received, total)
                    return _answer(response, b"")
                except httpx.HTTPError as error:
                    if not tries_left or not _may_repeat(request, error):
                        raise self._failure(request, error) from error
                    reason = _reason(error)
            # What brings something is no lost try: a long download may break off often.
            tries_left = self._retries if received > before else tries_left - 1
            self._wait(request, f"{reason} after {received:,} bytes", None, tries_left)

    @contextmanager
    def _answered(self, request: Request) -> Iterator[httpx.Response]:
        """Give the first answer worth having, its body not yet read."""
        if self.dry_run and request.writes:
            raise Planned([self._plan(request)])
        response = self._try(request)
        try:
            yield response
        finally:
            response.close()

    def _try(self, request: Request) -> httpx.Response:
        for tries_left in range(self._retries, -1, -1):
            self._pace.wait()
            started = time.monotonic()
            try:
                response = self._send_once(request)
            except httpx.HTTPError as error:
                if not tries_left or not _may_repeat(request, error):
                    raise self._failure(request, error) from error
                self._wait(request, _reason(error), None, tries_left)
                continue
            self._log_answer(response, time.monotonic() - started)
            repeatable = request.idempotent or response.status_code == 429
            wait = _retry_after(response)
            if response.status_code == 429:
                self._pace.slow_down(min(wait or 0, _LONGEST_RETRY_AFTER) or None)
            else:
                self._pace.recover()
            if response.status_code not in _PASSING or not repeatable:
                response.extensions[_TRIES] = self._retries - tries_left + 1
                return response
            if not tries_left or (wait or 0) > _LONGEST_RETRY_AFTER:
                if response.status_code == 429:
                    response.close()
                    raise _rate_limited(request, wait)
                return response
            response.close()
            self._wait(request, f"the service answered {response.status_code}", wait, tries_left)
        raise AssertionError("unreachable: the last try returns or raises")

    def _send_once(self, request: Request) -> httpx.Response:
        client = self._client(urlsplit(request.url).hostname or "")
        arguments: dict[str, Any] = {}
        headers = dict(request.headers)
        read = self._timeout
        if request.upload is not None:
            part = request.upload
            counted = _Counted(part.file, part.on_progress)
            arguments["files"] = {part.field: (part.name, counted, part.content_type)}
            arguments["data"] = _fields(request.form)
            read *= _UPLOAD_ANSWER_FACTOR
        elif request.body is not None:
            arguments["json"] = request.body
        elif request.form:
            arguments["data"] = _fields(request.form)
        built = client.build_request(
            request.verb,
            request.url
            + ("?" + urlencode(request.query, quote_via=quote) if request.query else ""),
            headers=headers,
            timeout=httpx.Timeout(self._timeout, read=read),
            **arguments,
        )
        self._log_request(request, built)
        return client.send(built, stream=True)

    def _client(self, host: str) -> httpx.Client:
        here = is_loopback(host)
        with self._making:  # several threads may be the first
            if here not in self._clients:
                self._clients[here] = httpx.Client(
                    headers={"User-Agent": f"scloud/{__version__}"},
                    # Redirects are never followed: an answer of the service is never a redirect,
                    # and credentials must not travel to wherever one points.
                    follow_redirects=False,
                    # This machine is not reached through a proxy, nor over TLS: building the usual
                    # TLS context would cost more than the call.
                    trust_env=not here,
                    verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if here else True,
                    # Each thread keeps its connection.
                    limits=httpx.Limits(max_connections=None, max_keepalive_connections=None),
                )
            return self._clients[here]

    def _wait(self, request: Request, reason: str, wait: float | None, tries_left: int) -> None:
        attempt = self._retries - tries_left
        if wait is None:  # exponential, with full jitter
            wait = random.uniform(0, min(_LONGEST_WAIT, _FIRST_WAIT * 2**attempt))  # noqa: S311
        self._notice(
            f"{request.operation}: {reason}; trying again in {wait:.1f} s "
            f"({attempt + 1} of {self._retries})"
        )
        self._pause(wait)

    def _failure(self, request: Request, error: httpx.HTTPError) -> NetworkFailure:
        host = urlsplit(request.url).netloc
        failure = NetworkFailure(
            f"{host}: {_reason(error)}",
            operation=request.operation,
            hint="check the connection and the base URL, then try again",
        )
        if not request.idempotent and not isinstance(error, _NEVER_SENT):
            failure.may_have_landed = True
            failure.retryable = False
            failure.message += "; the request may have been carried out all the same"
            failure.hint = "look whether it was before you repeat it"
        return failure

    def _plan(self, request: Request) -> dict[str, Any]:
        plan: dict[str, Any] = {
            "operation": request.operation,
            "method": request.verb,
            "url": self._mask(request.url),
        }
        if request.query:
            plan["query"] = {
                name: mask_value(name, self._mask(value)) for name, value in request.query
            }
        if request.body is not None:
            plan["body"] = mask_value("", request.body)
        if request.form:
            plan["form"] = {name: mask_value(name, value) for name, value in request.form}
        if request.upload is not None:
            plan["file"] = {
                "field": request.upload.field,
                "name": request.upload.name,
                "contentType": request.upload.content_type,
            }
        return plan

    def _mask(self, text: str) -> str:
        return mask(text, self._secrets)

    def _log_request(self, request: Request, built: httpx.Request) -> None:
        if self._debug is None:
            return
        self._debug(self._mask(f"> {built.method} {built.url}"))
        for name, value in request.headers.items():
            self._debug(self._mask(f"> {name}: {value}"))
        if request.body is not None:
            self._debug(self._mask(f"> {json.dumps(request.body, ensure_ascii=False)}"))
        elif request.form:
            self._debug(f"> {json.dumps(mask_value('', dict(request.form)))}")
        if request.upload is not None:
            self._debug(f"> file {request.upload.name}")

    def _log_answer(self, response: httpx.Response, seconds: float) -> None:
        if self._debug is None:
            return
        self._debug(f"< {response.status_code} {response.reason_phrase} ({seconds * 1000:.0f} ms)")
        for name in ("content-type", "content-length", "retry-after", "location"):
            if name in response.headers:
                self._debug(self._mask(f"< {name}: {response.headers[name]}"))

    def _log_body(self, answer: Answer) -> None:
        if self._debug is not None and answer.body:
            self._debug(self._mask(answer.body.decode(errors="replace")[:_LOGGED_CHARACTERS]))


def _fields(form: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Return a form as httpx takes it: a name that stands several times has several values."""
    values: dict[str, list[str]] = {}
    for name, value in form:
        values.setdefault(name, []).append(value)
    return values


class _Counted:
    """A file that tells how much of it has been read.

    It gives larger pieces than httpx asks for (64 KB), which takes and sends what it is given: so a
    gigabyte leaves in two thirds of the time.
    """

    def __init__(self, file: BinaryIO, on_progress: Progress | None) -> None:
        self._file = file
        self._on_progress = on_progress
        file.seek(0, 2)
        self._total = file.tell()
        file.seek(0)

    def read(self, _size: int = -1) -> bytes:
        data = self._file.read(_PIECE)
        if self._on_progress:
            self._on_progress(self._file.tell(), self._total)
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


class _CannotGoOn(httpx.HTTPError):
    """A download that broke off, into what cannot be written once more."""


def _from(request: Request, start: int) -> Request:
    """Return a request for the rest of what it asks for, from a byte on (RFC 9110, 14.2)."""
    # Bytes are counted as they are, not as they would be compressed.
    headers = {**request.headers, "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    return replace(request, headers=headers)


_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def _may_repeat(request: Request, error: httpx.HTTPError) -> bool:
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL):
        return False
    if isinstance(error, httpx.ConnectError) and "certificate" in str(error).lower():
        return False  # the next try meets the same certificate
    return request.idempotent or isinstance(error, _NEVER_SENT)


def _reason(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.ConnectTimeout):
        return "no connection within the time limit"
    if isinstance(error, httpx.TimeoutException):
        return "no answer within the time limit"
    if isinstance(error, httpx.ConnectError):
        return f"cannot connect ({str(error) or 'no reason given'})"
    if isinstance(error, httpx.ReadError | httpx.WriteError | httpx.RemoteProtocolError):
        return f"the connection was cut ({str(error) or type(error).__name__})"
    return str(error) or type(error).__name__


def _retry_after(response: httpx.Response) -> float | None:
    """Return the seconds ``Retry-After`` asks for, said in seconds or as a date (RFC 9110)."""
    text = response.headers.get("retry-after", "").strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except ValueError:
        return None


def _rate_limited(request: Request, wait: float | None) -> RateLimited:
    patience = f" in {wait:.0f} s" if wait else " later"
    return RateLimited(
        "the service is receiving too many requests (429)",
        hint=f"try again{patience}",
        status=429,
        operation=request.operation,
    )


def _answer(response: httpx.Response, body: bytes) -> Answer:
    tries = response.extensions.get(_TRIES, 1)
    return Answer(response.status_code, dict(response.headers), body, tries)


def _say_nothing(_text: str) -> None:
    pass
