"""Fetches a file from a URL into the data folder."""

import http.client
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request

from scormcloud_cli.emulator.outgoing import Address, Line, is_local
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator

_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a file may take to come, in seconds, and how many bytes it may have."""

    seconds: float
    size: int


# Nobody waits for what an import brings; whoever fetches a single file waits for the answer.
FOR_IMPORT = Limits(600, 2**31)
FOR_ASSET = Limits(60, 2**31)


def fetch(emulator: Emulator, url: str, limits: Limits) -> Path:
    """Fetch a file; return where it is, which is the caller's then.

    It comes over https, or over http from a local address, and from local addresses only where the
    emulator may fetch from them (docs/emulator.md, Security).

    Raises:
        Refusal: it cannot be had, is too large or takes too long, or the connection ended before
            its end.
    """
    target = emulator.new_upload()
    allow_local = emulator.outgoing.allow_local

    def judge(address: Address, is_secure: bool) -> None:
        if not is_local(address):
            if not is_secure:
                raise Refusal(400, "only https is fetched from the internet")
        elif not allow_local:
            raise Refusal(
                400,
                f"it leads to the local address {address}; those are fetched from only by an "
                "emulator that is served with --allow-local-fetch",
            )

    def work(line: Line) -> None:
        try:
            opener = line.opener(judge, _CheckedRedirects(allow_local))
            with opener.open(Request(url)) as answer, target.open("xb") as file:  # noqa: S310 (the scheme has been checked)
                _copy(answer, file, limits.size, line)
        except BaseException:
            target.unlink(missing_ok=True)
            raise

    try:
        _check_scheme(url, allow_local=allow_local)
        emulator.outgoing.within(limits.seconds, work)
    except (Refusal, OSError, ValueError, http.client.HTTPException) as error:
        with suppress(OSError):  # on Windows, while it is still written to
            target.unlink(missing_ok=True)
        status = error.status if isinstance(error, Refusal) else 400
        raise Refusal(status, f"Cannot fetch [{url}]: {_reason(error)}") from None
    return target


def _check_scheme(url: str, *, allow_local: bool) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        raise Refusal(400, "it is not a URL") from None
    # Whether http leads to a local address is seen when it is connected to.
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and allow_local)):
        raise Refusal(400, "only https is fetched")


class _CheckedRedirects(HTTPRedirectHandler):
    def __init__(self, allow_local: bool) -> None:
        self._allow_local = allow_local

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> Request | None:
        try:
            _check_scheme(newurl, allow_local=self._allow_local)
        except Refusal:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _copy(answer: http.client.HTTPResponse, file: IO[bytes], largest: int, line: Line) -> None:
    expected = answer.headers.get("Content-Length")
    size = 0
    while piece := answer.read1(_PIECE):
        size += file.write(piece)
        if size > largest:
            raise Refusal(400, f"it has more than {largest} bytes")
    # A connection that was cut looks like one that has ended, and to http.client like a whole one.
    if line.is_cut:
        raise Refusal(400, "nobody waits for it")
    if expected is not None and size != int(expected):
        raise Refusal(400, f"only {size} of {expected} bytes came")


def _reason(error: Exception) -> str:
    if isinstance(error, HTTPError):
        error.close()
        return f"it answers {error.code}"
    return str(error.reason if isinstance(error, URLError) else error)
