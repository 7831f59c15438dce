"""Saving files: apart from ``call``, whose help needs none of this."""

from typing import BinaryIO

from scormcloud_cli.api import V2
from scormcloud_cli.api.catalog import Operation
from scormcloud_cli.api.cloud import Cloud
from scormcloud_cli.api.messages import Progress
from scormcloud_cli.commands.raw import _answers as answers
from scormcloud_cli.commands.raw._arguments import Given
from scormcloud_cli.commands.shared.downloads import Target, saved
from scormcloud_cli.session import Session


def download(session: Session, cloud: Cloud, call: Operation, given: Given, target: Target) -> None:
    """Save the file that an operation answers with.

    Args:
        session: where to print what was saved.
        cloud: the service.
        call: the operation.
        given: what it is told.
        target: where to save it; without a path, and for ``-``, it is standard output.

    Raises:
        CloudError: the call failed, or the file cannot be written.
    """
    client = cloud.v2 if call.api == V2 else cloud.v1

    def fetch(sink: BinaryIO, progress: Progress | None) -> None:
        client.download(call.name, given.values, sink, progress)

    if target.path is None or target.path == "-":
        with session.progress.meter("downloading") as meter:
            fetch(session.terminal.stdout.buffer, meter.bytes)
        return
    record = saved(session, target.path, target, fetch)
    view = answers.view(call, session.output.format, all_=False)
    answers.output(session, view).one(record)
