"""Who may call the emulator: its credentials are public, so any page could sign a call.

What a browser tells of a request decides, for no page can change it: the name that the page was
asked for (`Host`), and the page that the request comes from (`Sec-Fetch-Site`, `Origin`). Clients
that are no browsers tell the first alone. Why which is refused: docs/emulator.md, Security.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from scormcloud_cli.api.loopback import is_loopback
from scormcloud_cli.emulator import forms
from scormcloud_cli.emulator.v1 import envelope

# Pages that do nothing and tell nothing of what is kept.
_OPEN_PATHS = ("/", "/openapi.json")
# What an LMS sends its users' browsers to: signed addresses that lead on or show a page.
_OPENED_METHODS = (
    "rustici.course.preview",
    "rustici.course.properties",
    "rustici.registration.launch",
    "rustici.reporting.launchReport",
)
_EDITOR_PATHS = ("/widget", "/EngineWebServices/widget")
_NO_PERMISSION = 100


@dataclass(frozen=True, slots=True)
class Visitors:
    """Who is let in, beside whoever says that it came to a loopback name.

    Attributes:
        hosts: further names and addresses that it may have come to.
        any_address: whether it may have come to any address that is no name: nobody can make one
            lead here who does not have it.
        origins: further origins whose pages may call, such as ``http://localhost:3000``.
    """

    hosts: frozenset[str] = frozenset()
    any_address: bool = False
    origins: frozenset[str] = frozenset()

    def may_come_to(self, host: str) -> bool:
        """Say whether a request with this as its `Host`, port and all, is answered."""
        name = _name(host)
        return is_loopback(name) or name in self.hosts or (self.any_address and _is_address(name))


LOOPBACK_ALONE = Visitors()


class Guard:
    """An ASGI application that passes on to another what comes from whom it may.

    Args:
        app: the application.
        visitors: who is let in.
        is_api: whether it is the APIs', which pages of other origins may not call; content is
            opened from everywhere.
    """

    def __init__(self, app: ASGIApp, visitors: Visitors, *, is_api: bool) -> None:
        self._app = app
        self._visitors = visitors
        self._is_api = is_api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        reason = self._objection(scope, Headers(scope=scope)) if scope["type"] == "http" else None
        if reason is None:
            await self._app(scope, receive, send)
            return
        await forms.discard(Request(scope, receive))
        await _refusal(scope["path"], reason)(scope, receive, send)

    def _objection(self, scope: Scope, headers: Headers) -> str | None:
        for host in headers.getlist("host"):
            if not self._visitors.may_come_to(host):
                return (
                    f"The emulator does not answer for [{host}]; where it should, serve it with "
                    f"--allow-host {_name(host)}"
                )
        if not self._is_api or self._is_called_by_a_page_of_its_own(headers):
            return None
        if scope["path"] in _OPEN_PATHS or _is_opened(scope, headers):
            return None
        origin = headers.get("origin", "a page of another origin")
        return (
            f"The emulator's APIs are not for web pages, but {origin} calls; where that is right, "
            "serve it with --allow-origin"
        )

    def _is_called_by_a_page_of_its_own(self, headers: Headers) -> bool:
        """Say whether a request is none of a page, or of one that may call."""
        origin = headers.get("origin")
        if origin in self._visitors.origins:
            return True
        site = headers.get("sec-fetch-site")
        if site is not None:
            # Also of a page of another port: content is one.
            return site in ("same-origin", "none")
        return origin is None or urlsplit(origin).netloc == headers.get("host")


def _name(host: str) -> str:
    """Return the name or address in a `Host`; "" where there is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_opened(scope: Scope, headers: Headers) -> bool:
    """Say whether a request opens a page in a browser, which is there to be opened."""
    if scope["method"] != "GET" or headers.get("sec-fetch-mode") != "navigate":
        return False
    if scope["path"].endswith("/api"):
        methods = parse_qs(scope["query_string"].decode("latin-1")).get("method", [""])
        return methods[-1] in _OPENED_METHODS
    return scope["path"] in _EDITOR_PATHS


def _refusal(path: str, reason: str) -> Response:
    """Return a refusal in the form of the API that was called."""
    if path.endswith("/api"):
        return envelope.fail(_NO_PERMISSION, reason, 403)
    return JSONResponse({"error": reason, "message": reason}, 403)


def visitors(host: str, hosts: Iterable[str] = (), origins: Iterable[str] = ()) -> Visitors:
    """Return who is let in by an emulator that listens on an address.

    Args:
        host: the address.
        hosts: further names that it has.
        origins: further origins whose pages may call.
    """
    names = frozenset(name.lower().strip("[]").rstrip(".") for name in (host, *hosts))
    return Visitors(names, not is_loopback(host), frozenset(origins))
