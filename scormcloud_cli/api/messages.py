"""What is sent to the service and what comes back, as plain values."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

#: Told the bytes that have been sent or received, and the bytes in all (0 when not known).
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send as one part of a multipart body.

    Attributes:
        field: the name of the part.
        file: the file, opened for reading in binary; it must be able to seek.
        name: the file name to tell the service.
        content_type: its MIME type.
        on_progress: told how much of it has been sent.
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
    """What came back.

    Attributes:
        status: the HTTP status.
        headers: the header lines, names in lower case.
        body: the body.
        repeated: whether an earlier try may have made the change already.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    repeated: bool = False

    @property
    def content_type(self) -> str:
        """The MIME type, without its parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def file_name(self) -> str | None:
        """The file name that ``Content-Disposition`` suggests, without any folder; or None."""
        match = re.search(r'filename="?([^";]+)"?', self.headers.get("content-disposition", ""))
        return re.split(r"[/\\]", match[1])[-1] or None if match else None


def as_parameter(value: object) -> str:
    """Return a parameter's value as it stands in a URL or form, the items of a list with commas."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ",".join(map(as_parameter, value))
    return str(value)
