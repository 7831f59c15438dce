"""Answers that are files: sent from what is open already, whole or the part that is asked for."""

import re
from collections.abc import Iterator
from typing import Protocol
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from scormcloud_cli.packages import InvalidPackage

# No file has a size of more digits.
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_CHUNK = 256 * 1024


class Content(Protocol):
    """A file that is open; it stays what it is, whatever becomes of its name."""

    def seek(self, offset: int, /) -> object:
        """Move to so many bytes from the start."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end."""

    def close(self) -> None:
        """Close it."""


class FileAnswer(Response):
    """Sends a file, and closes it.

    Args:
        content: the file.
        size: how many bytes it has.
        media_type: what it is.
        name: what it is to be saved as; None where it is to be shown.
    """

    def __init__(
        self, content: Content, size: int, media_type: str, name: str | None = None
    ) -> None:
        super().__init__(media_type=media_type)
        self._content = content
        self._size = size
        self._name = name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as ASGI has it."""
        start, end = _part(Headers(scope=scope).get("range"), self._size)
        headers = {"Content-Length": str(end - start), "Accept-Ranges": "bytes"}
        status = 200
        if (start, end) != (0, self._size):
            status = 206
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{self._size}"
        if self._name is not None:
            # RFC 6266: a name of any characters.
            headers["Content-Disposition"] = f"attachment; filename*=utf-8''{quote(self._name)}"
            if self._name.isascii() and not re.search(r'["\\]|[^ -~]', self._name):
                headers["Content-Disposition"] = f'attachment; filename="{self._name}"'
        try:
            pieces = _pieces(self._content, start, end)
            answer = StreamingResponse(pieces, status, headers, self.media_type)
            await answer(scope, receive, send)
        finally:
            self._content.close()


def _part(asked: str | None, size: int) -> tuple[int, int]:
    """Return where the part of a file that is asked for begins and ends (RFC 9110, 14.2).

    What cannot be read, or lies outside, counts as nothing asked: the answer is the whole file.
    """
    match = _RANGE.fullmatch(asked or "")
    if match is None or match[1] == match[2] == "":
        return 0, size
    if not match[1]:
        start, end = max(0, size - int(match[2])), size
    else:
        start, end = int(match[1]), min(size, int(match[2]) + 1) if match[2] else size
    return (start, end) if start < end else (0, size)


def _pieces(content: Content, start: int, end: int) -> Iterator[bytes]:
    try:
        content.seek(start)
        left = end - start
        while left > 0 and (piece := content.read(min(_CHUNK, left))):
            left -= len(piece)
            yield piece
    except InvalidPackage:
        return  # the zip is damaged there: the answer ends too early, which is seen
