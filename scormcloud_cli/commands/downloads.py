"""Saving what the service gives as a file."""

from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from scormcloud_cli.session import Session
from scormcloud_cli.views import Column, View

if TYPE_CHECKING:
    from scormcloud_cli.api.transport import Progress


def save(
    session: Session,
    owner: str,
    target: str | None,
    fetch: "Callable[[BinaryIO, Progress | None], object]",
    *,
    id_field: str = "id",
) -> None:
    """Save a file under its name, or write it to standard output, and say what was saved.

    Args:
        session: where to print.
        owner: the ID of what it belongs to.
        target: the path to save it under; ``-`` is standard output, None a name made of `owner`.
        fetch: writes the file.
        id_field: the field that tells `owner`.

    Raises:
        CloudError: it cannot be had, or not be written.
    """
    from pathlib import Path

    from scormcloud_cli.api.files import whole_file
    from scormcloud_cli.commands.imports import default_id
    from scormcloud_cli.progress import meter

    if target == "-":
        fetch(session.terminal.stdout.buffer, None)
        return
    path = Path(target or default_id(owner + ".zip") + ".zip")
    with whole_file(path) as file, meter(session.terminal, f"downloading {owner}") as progress:
        fetch(file, progress.bytes)
        size = file.tell()
    view = View(
        "download",
        columns=(
            Column(id_field, "ID"),
            Column("file", "FILE", whole=True),
            Column("bytes", "BYTES"),
        ),
        fields=(id_field, "file", "bytes"),
        id_field="file",
    )
    session.output.one({id_field: owner, "file": str(path), "bytes": size}, view)
