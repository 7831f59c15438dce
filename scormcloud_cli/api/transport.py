"""One HTTP client for everything: time limits, retries, masked logging, streamed files.

The only module that imports httpx: replacing it is a change to this file alone.
"""

import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, BinaryIO, cast
from urllib.parse import quote, urlencode, urlsplit

from scormcloud_cli import __version__
from scormcloud_cli.api.errors import NetworkFailure, Planned, RateLimited
from scormcloud_cli.api.loopback import is_loopback
from scormcloud_cli.api.messages import Answer, Progress, Request
from scormcloud_cli.api.pace import Pace
from scormcloud_cli.api.retries import LONGEST_RETRY_AFTER, PASSING, Retries, retry_after
from scormcloud_cli.api.trace import Trace

# Where rich is installed, httpx loads a command line of its own, which makes up a third of what its
# import costs. It goes without where that cannot be loaded, which is what None here says.
if "httpx._main" not in sys.modules:
    sys.modules["httpx._main"] = cast(Any, None)

import httpx

# After the last byte of an upload the service may work on it before it answers.
_UPLOAD_ANSWER_FACTOR = 10
# A file is read, and sent, so many bytes at a time.
_PIECE = 512 * 1024
_PARTIAL = 206
# Where a response carries how often its request was sent.
_TRIES = "scloud_tries"
# How v1 says no, whatever it was asked for.
_XML = ("text/xml", "application/xml")


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
        self._retries = Retries(retries, notice, pause)
        self._trace = Trace(debug)
        self._clients: dict[bool, httpx.Client] = {}
        self._making = threading.Lock()

    def close(self) -> None:
        """Close every connection."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()

    def hide(self, *secrets: str) -> None:
        """Mask these values wherever they occur in what is shown."""
        self._trace.hide(*secrets)

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
            self._trace.body(response.content)
            return _answer(response, response.content)

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
        tries_left = self._retries.count
        while True:
            before = received
            with self._answered(_from(request, received)) as response:
                try:
                    if not response.is_success or _answer(response).content_type in _XML:
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
                    return _answer(response)
                except httpx.HTTPError as error:
                    if not tries_left or not _may_repeat(request, error):
                        raise self._failure(request, error) from error
                    reason = _reason(error)
            # A try that received something does not count: a long download may break off often.
            tries_left = self._retries.count if received > before else tries_left - 1
            self._retries.wait(request.operation, f"{reason} after {received:,} bytes", tries_left)

    @contextmanager
    def _answered(self, request: Request) -> Iterator[httpx.Response]:
        """Give the first answer that is not to be tried again, its body not yet read."""
        if self.dry_run and request.writes:
            raise Planned([self._trace.plan(request)])
        response = self._try(request)
        try:
            yield response
        finally:
            response.close()

    def _try(self, request: Request) -> httpx.Response:
        for tries_left in range(self._retries.count, -1, -1):
            self._pace.wait()
            started = time.monotonic()
            try:
                response = self._send_once(request)
            except httpx.HTTPError as error:
                if not tries_left or not _may_repeat(request, error):
                    raise self._failure(request, error) from error
                self._retries.wait(request.operation, _reason(error), tries_left)
                continue
            status = f"{response.status_code} {response.reason_phrase}"
            self._trace.answer(status, response.headers, time.monotonic() - started)
            repeatable = request.idempotent or response.status_code == 429
            wait = retry_after(response.headers)
            if response.status_code == 429:
                self._pace.slow_down(min(wait or 0, LONGEST_RETRY_AFTER) or None)
            else:
                self._pace.recover()
            if response.status_code not in PASSING or not repeatable:
                response.extensions[_TRIES] = self._retries.count - tries_left + 1
                return response
            if not tries_left or (wait or 0) > LONGEST_RETRY_AFTER:
                if response.status_code == 429:
                    response.close()
                    raise _rate_limited(request, wait)
                return response
            response.close()
            reason = f"the service answered {response.status_code}"
            self._retries.wait(request.operation, reason, tries_left, wait)
        raise AssertionError("unreachable: the last try returns or raises")

    def _send_once(self, request: Request) -> httpx.Response:
        client = self._client(urlsplit(request.url).hostname or "")
        part, files, read = request.upload, None, self._timeout
        if part is not None:
            counted = _Counted(part.file, part.on_progress)
            files = {part.field: (part.name, cast(BinaryIO, counted), part.content_type)}
            read *= _UPLOAD_ANSWER_FACTOR
        built = client.build_request(
            request.verb,
            request.url
            + ("?" + urlencode(request.query, quote_via=quote) if request.query else ""),
            headers=request.headers,
            data=_fields(request.form),
            files=files,
            json=request.body,
            timeout=httpx.Timeout(self._timeout, read=read),
        )
        self._trace.request(request, str(built.url))
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


def _rate_limited(request: Request, wait: float | None) -> RateLimited:
    patience = f" in {wait:.0f} s" if wait else " later"
    return RateLimited(
        "the service is receiving too many requests (429)",
        hint=f"try again{patience}",
        status=429,
        operation=request.operation,
    )


def _answer(response: httpx.Response, body: bytes = b"") -> Answer:
    tries = response.extensions.get(_TRIES, 1)
    return Answer(response.status_code, dict(response.headers), body, tries)
