"""Saving files: apart from ``call``, whose help needs none of this."""

from pathlib import Path

from scormcloud_cli.api import V2
from scormcloud_cli.api.catalog import Operation
from scormcloud_cli.api.cloud import Cloud
from scormcloud_cli.api.files import whole_file
from scormcloud_cli.commands.raw import _answers as answers
from scormcloud_cli.commands.raw._arguments import Given
from scormcloud_cli.session import Session


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
    with session.progress.meter(f"downloading {target or ''}".rstrip()) as meter:
        if target is None or target == "-":
            client.download(call.name, given.values, session.terminal.stdout.buffer, meter.bytes)
            return
        path = Path(target)
        with whole_file(path) as file:
            client.download(call.name, given.values, file, meter.bytes)
            size = file.tell()
    view = answers.view(call, session.output.format, all_=False)
    answers.output(session, view).one({"file": str(path), "bytes": size})
