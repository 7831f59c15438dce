"""`scloud listen`: takes postbacks, checks them, hands them on, and answers as it is told to."""

import hmac
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from scormcloud_cli.api import received
from scormcloud_cli.api.models import Json

# A full report of a long course is some hundred kilobytes.
_LARGEST = 16 * 1024 * 1024
# How long a sender may be silent, and whoever is handed one on; the service waits for 10 seconds.
_SECONDS = 10
_WAITING = 1000
# How often it looks whether it is to end, in seconds: whoever ends it waits for that.
_LOOK_FOR_END = 0.02
# How often whoever waits for the next one looks up, for Ctrl-C: Windows needs that.
_LOOK = 0.5
_HANDED_ON = ("Content-Type", "Authorization", "User-Agent")


@dataclass(frozen=True, slots=True)
class Terms:
    """How postbacks are taken.

    Attributes:
        user: the name that they must log in with; None where it is not checked.
        secret: the password, likewise.
        forward: the URL that they are handed on to, if any.
        status: what is answered, if not what comes of it.
    """

    user: str | None = None
    secret: str | None = None
    forward: str | None = None
    status: int | None = None


class Listener:
    """Listens on this machine.

    Args:
        port: the port; 0 for any that is free.
        terms: how postbacks are taken.

    Raises:
        OSError: the port cannot be had.
    """

    def __init__(self, port: int, terms: Terms) -> None:
        self._queue: queue.Queue[dict[str, Json]] = queue.Queue(_WAITING)
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(terms, self._queue))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Answer while a block runs."""
        thread = threading.Thread(
            target=self._server.serve_forever, args=(_LOOK_FOR_END,), daemon=True
        )
        thread.start()
        try:
            yield
        finally:
            self._server.shutdown()
            self._server.server_close()

    def postbacks(self) -> Iterator[dict[str, Json]]:
        """Yield what has come, for ever: the registration, and what became of it, in ``postback``.

        Ctrl-C ends it.
        """
        with suppress(KeyboardInterrupt):
            while True:
                with suppress(queue.Empty):
                    yield self._queue.get(timeout=_LOOK)


def _handler(terms: Terms, taken: "queue.Queue[dict[str, Json]]") -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = _SECONDS

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length") or ""
            if not length.isascii() or not length.isdigit():
                self.send_error(411)
            elif len(length) > len(str(_LARGEST)) or int(length) > _LARGEST:
                self.send_error(413)
            else:
                self._take(self.rfile.read(int(length)))

        def _take(self, body: bytes) -> None:
            headers = {name: self.headers[name] for name in _HANDED_ON if name in self.headers}
            about = {"received": datetime.now(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"}
            status, record = _judged(terms, headers, body)
            record["postback"] = about | {"path": self.path} | record["postback"]
            self.send_response(status)
            self.send_header("Content-Length", "0")
            if 300 <= status < 400:
                self.send_header("Location", "/")
            self.end_headers()
            taken.put(record)

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing: what has come is told elsewhere."""

    return Handler


def _judged(terms: Terms, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, Json]]:
    """Return what is answered, and what is told of it."""
    about: dict[str, Json] = {}
    record: dict[str, Json] = {}
    status = 200
    try:
        postback = received.read(
            headers.get("Content-Type", ""), headers.get("Authorization", ""), body
        )
        if terms.user is not None:
            about["authentic"] = _same(terms.user, postback.user) and _same(
                terms.secret, postback.secret
            )
            status = 200 if about["authentic"] else 401
        record = postback.registration().to_record()
    except ValueError as error:
        about["problem"] = str(error)
        status = 400
    if status == 200 and terms.forward is not None:
        status, problem = _forward(terms.forward, headers, body)
        about["forwarded"] = status if problem is None else problem
    about["answered"] = status if terms.status is None else terms.status
    return about["answered"], record | {"postback": about}


def _same(wanted: str | None, given: str | None) -> bool:
    return hmac.compare_digest((wanted or "").encode(), (given or "").encode())


class _NoRedirects(HTTPRedirectHandler):
    """The service follows no redirect either."""

    def redirect_request(self, *_arguments: Any) -> None:
        return None


def _forward(url: str, headers: dict[str, str], body: bytes) -> tuple[int, str | None]:
    """Hand a postback on; return the answer's status, or 502 and why there is none."""
    request = Request(url, body, headers)  # noqa: S310 (the command has checked the scheme)
    try:
        with build_opener(_NoRedirects()).open(request, timeout=_SECONDS) as answer:
            return int(answer.status), None
    except HTTPError as error:
        error.close()
        return error.code, None
    except (OSError, ValueError, HTTPException) as error:
        return 502, f"it could not be handed on: {error}"
