"""Reads forms of requests; a file in one is stored in the data folder."""

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import parse_qsl

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

# Everything that is no file, together: more than any form of the service.
_FIELDS_LIMIT = 10 * 1024 * 1024
# So much of a file is collected before it is written, outside of the event loop.
_PIECE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that came with a request: where it is stored, and the name it was sent under."""

    path: Path
    name: str


def suffix(name: str) -> str:
    """Return how the name of a file ends, where it ends as names do; ``.zip`` otherwise."""
    end = re.search(r"\.\w{1,16}$", name, re.ASCII)
    return end[0].lower() if end else ".zip"


async def body(request: Request) -> bytes:
    """Return the body of a request.

    Raises:
        Refusal: it is larger than any that the service takes.
    """
    content = bytearray()
    too_large = False
    async for chunk in request.stream():
        if len(content) + len(chunk) > _FIELDS_LIMIT:
            too_large = True  # read on: a client that is still sending hears no answer
        else:
            content += chunk
    if too_large:
        raise Refusal(413, "The body is too large")
    return bytes(content)


async def read(
    request: Request, emulator: Emulator
) -> tuple[list[tuple[str, str]], Uploaded | None]:
    """Read a form: its fields in order, and the first file in it, whatever its part is called.

    Clients name the part as they like, and some announce a form and send none (see
    docs/service/v1.md, HTTP). The file goes to the data folder as it comes, and is never in memory
    as a whole.

    Raises:
        Refusal: the form is malformed, or its fields are too large.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data":
        content = await body(request)
        if kind != b"application/x-www-form-urlencoded":
            return [], None
        return parse_qsl(content.decode(errors="replace"), keep_blank_values=True), None
    if not options.get(b"boundary"):
        if await body(request):
            raise Refusal(400, "The form is malformed: it names no boundary")
        return [], None
    form = _Form(emulator.new_upload())
    received = 0
    writing: asyncio.Future[None] | None = None
    try:
        parser = MultipartParser(options[b"boundary"], form.callbacks)
        async for chunk in request.stream():
            received += parser.write(chunk)
            if form.waiting > _PIECE:
                # The next piece comes in while this one is written.
                if writing is not None:
                    await writing
                writing = asyncio.ensure_future(run_in_threadpool(form.write, form.take()))
        if not received:
            return [], None
        parser.finalize()
        if writing is not None:
            await writing
        await run_in_threadpool(form.close)
    except BaseException as error:
        if writing is not None:
            await asyncio.wait([writing])
        form.drop()
        if isinstance(error, FormParserError):
            raise Refusal(400, f"The form is malformed: {error}") from None
        raise
    return form.fields, form.uploaded


async def discard(request: Request) -> None:
    """Read what is left of a request: a client that is still sending hears no answer."""
    # It may have been read to its end, and the client may have gone.
    with suppress(RuntimeError, ClientDisconnect):
        async for _ in request.stream():
            pass


class _Form:
    """Takes what the parser finds in a form.

    Attributes:
        fields: names and values of what is no file.
        uploaded: the first file.
        waiting: how many bytes of it are still to be written.
    """

    def __init__(self, path: Path) -> None:
        self.fields: list[tuple[str, str]] = []
        self.uploaded: Uploaded | None = None
        self.waiting = 0
        self._path = path
        self._file: BinaryIO | None = None
        self._pieces: list[memoryview] = []
        self._size = 0
        self._header = b""
        self._disposition = b""
        self._name = ""
        self._value = bytearray()
        self._goes_to_file = False
        self._is_ignored = False
        self._is_whole = False
        self.callbacks: MultipartCallbacks = {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._ended,
        }

    def take(self) -> list[memoryview]:
        """Return what is waiting to be written, and forget it."""
        pieces, self._pieces = self._pieces, []
        self.waiting = 0
        return pieces

    def write(self, pieces: list[memoryview]) -> None:
        """Write pieces that `take` returned."""
        if self._file is not None:
            self._file.writelines(pieces)

    def close(self) -> None:
        """Write what is waiting, and close the file.

        Raises:
            Refusal: the form has no end.
        """
        if not self._is_whole:
            raise Refusal(400, "The form is malformed: it has no end")
        self.write(self.take())
        if self._file is not None:
            self._file.close()

    def drop(self) -> None:
        """Delete the file."""
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)

    def _begin(self) -> None:
        self._header = self._disposition = b""
        self._value.clear()

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition += data[start:end]

    def _header_end(self) -> None:
        self._header = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode(errors="replace")
        is_file = b"filename" in options
        self._goes_to_file = is_file and self.uploaded is None
        self._is_ignored = is_file and not self._goes_to_file
        if self._goes_to_file:
            # Some clients send the path they had the file from, of Windows perhaps.
            name = options[b"filename"].decode(errors="replace").replace("\\", "/")
            self.uploaded = Uploaded(self._path, name.rpartition("/")[2] or "package.zip")
            self._file = self._path.open("xb")

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._goes_to_file:
            self._pieces.append(memoryview(data)[start:end])
            self.waiting += end - start
        elif not self._is_ignored:
            self._size += end - start
            if self._size > _FIELDS_LIMIT:
                raise Refusal(413, "The form is too large")
            self._value += data[start:end]

    def _end(self) -> None:
        if not self._goes_to_file and not self._is_ignored:
            self.fields.append((self._name, self._value.decode(errors="replace")))

    def _ended(self) -> None:
        self._is_whole = True
