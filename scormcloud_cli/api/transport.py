"""One HTTP client for everything: time limits, retries, bounds, masked logging, streamed files.

The only module that imports httpx: replacing it is a change to this file alone.
"""

import functools
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
from scormcloud_cli.api.errors import (
    NetworkFailure,
    Planned,
    RateLimited,
    UnexpectedAnswer,
    UsageError,
)
from scormcloud_cli.api.loopback import is_loopback
from scormcloud_cli.api.messages import Answer, Progress, Request
from scormcloud_cli.api.pace import Pace
from scormcloud_cli.api.retries import LONGEST_RETRY_AFTER, PASSING, Retries, retry_after
from scormcloud_cli.api.surroundings import proxies, trusted, unusable_proxy
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
# An answer that is no file may have so many bytes, unpacked: v1 gives a list of all courses in one,
# some 40 MB for a hundred thousand.
LARGEST_ANSWER = 128 * 1024 * 1024
# And one that says no; of a longer one the beginning is kept, for the status tells the most.
LARGEST_REFUSAL = 1024 * 1024
# It may take so many times as long as the time limit, from its first byte to its last.
_ANSWER_FACTOR = 10
# How it may be packed. Any other coding, and several at once, can make gigabytes of one piece.
_CODINGS = ("gzip", "deflate")
# Where a response carries whether an earlier try may have been carried out.
_REPEATED = "scloud_repeated"
# How v1 says no, whatever it was asked for, and how one says no who stands before the service.
_PAGES = ("text/xml", "application/xml", "text/html")


class Transport:
    """Sends requests and gives answers, whatever their status.

    Args:
        timeout: seconds to wait for a connection, and between bytes; an answer that is no file
            must be whole after ten times as many.
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
        self._clients: dict[tuple[int, bool, bool], httpx.Client] = {}

    def close(self) -> None:
        """Close every connection."""
        for client in list(self._clients.values()):
            client.close()
        self._clients.clear()

    def hide(self, *secrets: str) -> None:
        """Mask these values wherever they occur in what is shown."""
        self._trace.hide(*secrets)

    def send(self, request: Request) -> Answer:
        """Send a request and return its answer, of whatever status.

        Raises:
            Planned: it would change something, and this is a dry run.
            NetworkFailure: there was no whole answer, after the retries.
            UnexpectedAnswer: the answer is larger than any of the service.
            RateLimited: the answer was still 429 after the retries.
        """
        with self._answered(request, self._body) as (response, body):
            self._trace.body(body)
            return _answer(response, body)

    def download(
        self, request: Request, sink: BinaryIO, on_progress: Progress | None = None
    ) -> Answer:
        """Send a request and write the body of its answer to a file, a piece at a time.

        What breaks off is gone on with where the service gives parts, else begun again.

        Args:
            request: what to ask for.
            sink: where the body of a 2xx answer goes; other bodies, and XML, which is how v1
                says no, and HTML, come back in the answer and are not written.
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
            with self._answered(_from(request, received), _unread) as (response, _):
                try:
                    if not response.is_success or _answer(response).content_type in _PAGES:
                        return _answer(response, self._body(response))
                    if received and response.status_code != _PARTIAL:  # all of it once more
                        if not sink.seekable():
                            raise self._failure(request, _CannotGoOn("the download broke off"))
                        sink.seek(-received, 1)
                        sink.truncate()
                        received = 0
                    total = received + int(response.headers.get("content-length", 0))
                    for chunk in _pieces(response):  # as it arrives: all of it counts
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
    def _answered(
        self, request: Request, read: Callable[[httpx.Response], bytes]
    ) -> Iterator[tuple[httpx.Response, bytes]]:
        """Give the first answer that is not to be tried again, and what `read` makes of it."""
        if self.dry_run and request.writes:
            raise Planned([self._trace.plan(request)])
        try:
            response, body = self._try(request, read)
        except httpx.InvalidURL as error:
            raise UsageError(
                f"{request.operation} cannot be called so: {error}",
                hint="check the ID that is given",
            ) from None
        try:
            yield response, body
        finally:
            response.close()

    def _try(
        self, request: Request, read: Callable[[httpx.Response], bytes]
    ) -> tuple[httpx.Response, bytes]:
        repeated = False
        for tries_left in range(self._retries.count, -1, -1):
            wait = None
            try:
                response = self._send_once(request)
                body = read(response)
            except httpx.HTTPError as error:
                if not tries_left or not _may_repeat(request, error):
                    raise self._failure(request, error) from error
                reason = _reason(error)
                repeated |= not isinstance(error, _NEVER_DONE)
            else:
                limited = response.status_code == 429
                if response.status_code not in PASSING or not (request.idempotent or limited):
                    response.extensions[_REPEATED] = repeated
                    return response, body
                wait = retry_after(response.headers)
                response.close()
                if not tries_left or (wait or 0) > LONGEST_RETRY_AFTER:
                    if limited:
                        raise _rate_limited(request, wait)
                    return response, body
                reason = f"the service answered {response.status_code}"
                repeated |= not limited
            self._retries.wait(request.operation, reason, tries_left, wait)
        raise AssertionError("unreachable: the last try returns or raises")

    def _body(self, response: httpx.Response) -> bytes:
        """Return the body of an answer that is no file.

        Raises:
            httpx.HTTPError: it was cut, or is beyond the bounds; the answer is closed then.
        """
        seconds = self._timeout * _ANSWER_FACTOR
        deadline = time.monotonic() + seconds
        limit = LARGEST_ANSWER if response.is_success else LARGEST_REFUSAL
        pieces: list[bytes] = []
        size = 0
        try:
            for piece in _pieces(response):
                pieces.append(piece)
                size += len(piece)
                if size > limit:
                    if response.is_success:
                        raise _TooLarge(f"the answer has more than {limit:,} bytes")
                    break
                if time.monotonic() > deadline:
                    raise _TooSlow(f"the answer was not whole after {seconds:g} s")
        except httpx.TransportError as error:
            if response.is_client_error:
                raise _RefusalCut(_reason(error)) from error
            raise
        finally:
            response.close()
        return b"".join(pieces)[:limit]

    def _send_once(self, request: Request) -> httpx.Response:
        """Send a request when its turn has come, and return the answer, its body not yet read."""
        self._pace.wait()
        started = time.monotonic()
        client = self._client(request.url)
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
        response = client.send(built, stream=True)
        status = f"{response.status_code} {response.reason_phrase}"
        self._trace.answer(status, response.headers, time.monotonic() - started)
        if response.status_code == 429:
            wait = retry_after(response.headers)
            self._pace.slow_down(min(wait or 0, LONGEST_RETRY_AFTER) or None)
        else:
            self._pace.recover()
        return response

    def _client(self, url: str) -> httpx.Client:
        """Return the client of this thread for a URL.

        A pool of connections that many threads share looks at each of them for every request:
        with 32 threads that costs more than the requests themselves.
        """
        here, tls = is_loopback(urlsplit(url).hostname or ""), url.startswith("https:")
        kind = threading.get_ident(), here, tls
        if kind not in self._clients:
            try:
                self._clients[kind] = self._new_client(here, tls)
            except (ValueError, httpx.InvalidURL):
                raise unusable_proxy() from None
        return self._clients[kind]

    @functools.cached_property
    def _trusted(self) -> ssl.SSLContext:
        # The threads share it: to make one takes longer than a call.
        return httpx.create_ssl_context(verify=trusted())

    def _new_client(self, here: bool, tls: bool) -> httpx.Client:
        """Return a client for this machine or for others, with TLS or without."""
        return httpx.Client(
            headers={"User-Agent": f"scloud/{__version__}", "Accept-Encoding": ", ".join(_CODINGS)},
            # Redirects are never followed: an answer of the service is never a redirect,
            # and credentials must not travel to wherever one points.
            follow_redirects=False,
            # This machine is not reached through a proxy.
            trust_env=not here,
            # Without TLS, building the usual context would cost more than the call.
            verify=self._trusted if tls else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        )

    def _failure(self, request: Request, error: httpx.HTTPError) -> NetworkFailure:
        kind = UnexpectedAnswer if isinstance(error, _TooLarge) else NetworkFailure
        ways = ", ".join(("check the connection", *proxies()))
        hint = f"{ways} and the base URL, then try again"
        if isinstance(error, _TooSlow):
            hint = f"--timeout {2 * self._timeout:g} waits twice as long"
        failure = kind(
            f"{urlsplit(request.url).netloc}: {_reason(error)}",
            operation=request.operation,
            hint=hint,
        )
        if not request.idempotent and not isinstance(error, _NEVER_DONE):
            failure.doubt()
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


class _TooLarge(httpx.HTTPError):
    """An answer that has more bytes than any should have, or might have when it is unpacked."""


class _TooSlow(httpx.HTTPError):
    """An answer that was not whole in time, though its bytes kept coming."""


class _RefusalCut(httpx.HTTPError):
    """A refusal that was cut in the middle: what was asked for is not done."""


def _unread(_response: httpx.Response) -> bytes:
    """Leave the body of an answer to whoever asked."""
    return b""


def _pieces(response: httpx.Response) -> Iterator[bytes]:
    """Yield the body of an answer as it arrives, unpacked; no piece is larger than 70 MB.

    Raises:
        httpx.HTTPError: it was cut, or is packed in a way that was not asked for.
    """
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", *_CODINGS):
        raise _TooLarge(f"the answer is packed as {coding}, which was not asked for")
    return response.iter_bytes()


def _from(request: Request, start: int) -> Request:
    """Return a request for the rest of what it asks for, from a byte on (RFC 9110, 14.2)."""
    # Bytes are counted as they are, not as they would be compressed.
    headers = {**request.headers, "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    return replace(request, headers=headers)


_NEVER_DONE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, _RefusalCut)


def _may_repeat(request: Request, error: httpx.HTTPError) -> bool:
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL | _TooLarge | _TooSlow):
        return False
    if isinstance(error, httpx.ConnectError) and "certificate" in str(error).lower():
        return False  # the next try meets the same certificate
    return request.idempotent or isinstance(error, _NEVER_DONE)


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
    repeated = response.extensions.get(_REPEATED, False)
    return Answer(response.status_code, dict(response.headers), body, repeated)
