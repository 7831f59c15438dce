"""Opening a file to send, and showing how much of it has been sent."""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scormcloud_cli.api import files
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.api.messages import Upload
from scormcloud_cli.session import Session


@contextmanager
def opened(session: Session, name: str, field: str) -> Iterator[Upload]:
    """Give a file to upload, open, and show how much of it has been sent.

    Args:
        session: whose terminal shows it.
        name: the file's path.
        field: the part of the form that it is sent as.

    Raises:
        UsageError: the file cannot be read, or not twice.
    """
    path = Path(name)
    with files.opened(path) as file:
        if not file.seekable():
            raise UsageError(
                f"{path} can be read only once, and sending it may take several tries",
                hint="save it to a file first",
            )
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        with session.progress.meter(f"uploading {path.name}") as meter:
            yield Upload(field, file, path.name, kind, meter.bytes)
