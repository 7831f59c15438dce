"""Saving what the service gives as a file."""

from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from scormcloud_cli import bulk
from scormcloud_cli.api.errors import UsageFault
from scormcloud_cli.bulk import Targets
from scormcloud_cli.session import Session
from scormcloud_cli.views import Column, Record, View

if TYPE_CHECKING:
    from scormcloud_cli.api.messages import Progress


Fetch = Callable[[BinaryIO, "Progress | None"], object]


def save(
    session: Session,
    owner: str,
    target: str | None,
    fetch: Fetch,
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
    if target == "-":
        fetch(session.terminal.stdout.buffer, None)
        return
    from scormcloud_cli.commands.sources import default_id

    saved = _save(session, owner, target or default_id(owner + ".zip") + ".zip", fetch)
    session.output.one({id_field: owner, **saved}, _view(id_field))


def save_each(
    session: Session, targets: Targets, target: str | None, fetching: Callable[[str], Fetch]
) -> None:
    """Save the file of each of some things, and say of each what was saved.

    Args:
        session: where to print.
        targets: the things. One that was named is saved as `save` does it.
        target: the folder to save the files of several in; the current one if None.
        fetching: gives what writes the file of one, by its ID.

    Raises:
        UsageFault: several cannot go to standard output.
        CloudError: as `bulk.run`.
    """
    if targets.alone:
        save(session, targets.ids[0], target, fetching(targets.ids[0]))
        return
    if target == "-":
        raise UsageFault("only one file can go to standard output", hint="-O FOLDER")
    from pathlib import Path

    from scormcloud_cli.commands.sources import default_id

    folder = Path(target or ".")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageFault(f"cannot make the folder {folder}: {error.strerror}") from None

    def one(owner: str) -> Record:
        path = folder / (default_id(owner + ".zip") + ".zip")
        return {"id": owner, **_save(session, owner, str(path), fetching(owner))}

    bulk.run(session, targets.ids, one, _view("id"), alone=False)


def _save(session: Session, owner: str, target: str, fetch: Fetch) -> dict[str, str | int]:
    from pathlib import Path

    from scormcloud_cli.api.files import whole_file
    from scormcloud_cli.progress import meter

    with (
        whole_file(Path(target)) as file,
        meter(session.terminal, f"downloading {owner}") as progress,
    ):
        fetch(file, progress.bytes)
        return {"file": target, "bytes": file.tell()}


def _view(id_field: str) -> View:
    return View(
        "download",
        columns=(
            Column(id_field, "ID"),
            Column("file", "FILE", whole=True),
            Column("bytes", "BYTES"),
            Column("error.message", "ERROR"),
        ),
        fields=(id_field, "file", "bytes", "status", "error"),
        id_field="file",
    )
