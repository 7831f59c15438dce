"""Saving what the service gives as a file."""

from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.shared import many
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Record
from scormcloud_cli.workflows.options import RunOptions

if TYPE_CHECKING:
    from scormcloud_cli.api.messages import Progress


Fetch = Callable[[BinaryIO, "Progress | None"], object]


def save(
    session: Session, owner: str, target: str | None, fetch: Fetch, *, id_field: str = "id"
) -> None:
    """Save a file under its name, or write it to standard output, and print what was saved.

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
    session.output.one({id_field: owner, **_save(session, owner, target or _name(owner), fetch)})


def save_many(
    session: Session,
    targets: many.Targets,
    target: str | None,
    fetching: Callable[[str], Fetch],
    run: RunOptions,
) -> None:
    """Save the file of each of several things, and print of each what was saved.

    Args:
        session: where to print.
        targets: the things. One that was named is saved as `save` does it.
        target: the folder to save the files of several in; the current one if None.
        fetching: gives what writes the file of one, by its ID.
        run: how the run goes.

    Raises:
        UsageError: several cannot go to standard output.
        CloudError: as `workflows.bulk.run`.
    """
    if target == "-" and targets.alone:
        save(session, targets.ids[0], target, fetching(targets.ids[0]))
        return
    if target == "-":
        raise UsageError("only one file can go to standard output", hint="-O FOLDER")
    from pathlib import Path

    folder = Path()
    if not targets.alone:
        folder = Path(target or ".")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"cannot make the folder {folder}: {error.strerror}") from None

    def save_one(owner: str) -> Record:
        path = target if targets.alone and target else str(folder / _name(owner))
        return {"id": owner, **_save(session, owner, path, fetching(owner))}

    many.run_on(session, targets, save_one, run)


def _name(owner: str) -> str:
    """Return the name of the file of a thing, made of its ID."""
    from scormcloud_cli.workflows.sources import default_id

    return default_id(owner + ".zip") + ".zip"


def _save(session: Session, owner: str, target: str, fetch: Fetch) -> dict[str, str | int]:
    from pathlib import Path

    from scormcloud_cli.api.files import whole_file

    with whole_file(Path(target)) as file, session.progress.meter(f"downloading {owner}") as meter:
        fetch(file, meter.bytes)
        return {"file": target, "bytes": file.tell()}
