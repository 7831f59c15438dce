"""Fetches a file from a URL into the data folder."""

import http.client
import ipaddress
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from scormcloud_cli.emulator.refusals import Refusal

_SECONDS = 60
_PIECE = 1024 * 1024


def fetch(url: str, target: Path) -> Path:
    """Fetch a file: over https, or over http from this machine.

    Args:
        url: where it is.
        target: where to put it; what came in part is removed.

    Returns:
        the target.

    Raises:
        Refusal: it cannot be had, or the connection ended before its end.
    """
    check_url(url)
    try:
        # The scheme has been checked, and is again at every redirect.
        with build_opener(_CheckedRedirects).open(Request(url), timeout=_SECONDS) as answer:  # noqa: S310
            _copy(url, answer, target)
    except BaseException as error:
        target.unlink(missing_ok=True)
        if isinstance(error, HTTPError):
            error.close()
            raise Refusal(400, f"Cannot fetch [{url}]: it answers {error.code}") from None
        if isinstance(error, URLError):
            raise Refusal(400, f"Cannot fetch [{url}]: {error.reason}") from error
        if isinstance(error, OSError | ValueError | http.client.HTTPException):
            raise Refusal(400, f"Cannot fetch [{url}]: {error}") from error
        raise
    return target


def check_url(url: str) -> None:
    """Refuse to fetch what is not https; http is taken from this machine, where nobody listens in.

    Raises:
        Refusal: it is something else.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise Refusal(400, f"Cannot fetch [{url}]: it is not a URL") from None
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and _is_here(host))):
        raise Refusal(400, f"Cannot fetch [{url}]: only https is fetched")


class _CheckedRedirects(HTTPRedirectHandler):
    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> Request | None:
        check_url(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _copy(url: str, answer: http.client.HTTPResponse, target: Path) -> None:
    expected = answer.headers.get("Content-Length")
    size = 0
    with target.open("xb") as file:
        while piece := answer.read(_PIECE):
            size += file.write(piece)
    # Reading in pieces, http.client does not mind a connection that ends too early.
    if expected is not None and size != int(expected):
        raise Refusal(400, f"Cannot fetch [{url}]: only {size} of {expected} bytes came")


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
