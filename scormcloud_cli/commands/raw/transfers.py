"""Sending and saving files: apart from ``call``, whose help needs none of this."""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scormcloud_cli.api import V2
from scormcloud_cli.api.catalog import Operation
from scormcloud_cli.api.cloud import Cloud
from scormcloud_cli.api.errors import UsageFault
from scormcloud_cli.api.files import whole_file
from scormcloud_cli.api.transport import Upload
from scormcloud_cli.commands.raw import answers
from scormcloud_cli.commands.raw.arguments import Given
from scormcloud_cli.progress import meter
from scormcloud_cli.session import Session


@contextmanager
def upload(session: Session, call: Operation, name: str | None) -> Iterator[Upload | None]:
    """Give the file to upload, open, and show how much of it has been sent.

    Args:
        session: whose terminal shows it.
        call: the operation.
        name: the file's path, None for none.

    Raises:
        UsageFault: the file cannot be read, or not twice.
    """
    if name is None or call.file_field is None:
        yield None
        return
    path = Path(name)
    try:
        file = path.open("rb")
    except OSError as error:
        raise UsageFault(f"cannot read {path}: {error.strerror}") from error
    with file:
        if not file.seekable():
            raise UsageFault(
                f"{path} can be read only once, and sending it may take several tries",
                hint="save it to a file first",
            )
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        with meter(session.terminal, f"uploading {path.name}") as progress:
            yield Upload(call.file_field, file, path.name, kind, progress.bytes)


def download(
    session: Session, cloud: Cloud, call: Operation, given: Given, target: str | None
) -> None:
    """Save the file that an operation answers with.

    Args:
        session: where to print what was saved.
        cloud: the service.
        call: the operation.
        given: what it is told.
        target: the path to save it under; None and ``-`` are standard output.

    Raises:
        CloudError: the call failed, or the file cannot be written.
    """
    client = cloud.v2 if call.api == V2 else cloud.v1
    with meter(session.terminal, f"downloading {target or ''}".rstrip()) as progress:
        if target is None or target == "-":
            client.download(call.name, given.values, session.terminal.stdout.buffer, progress.bytes)
            return
        path = Path(target)
        with whole_file(path) as file:
            client.download(call.name, given.values, file, progress.bytes)
            size = file.tell()
    answers.output(session).one({"file": str(path), "bytes": size}, answers.FILE)
