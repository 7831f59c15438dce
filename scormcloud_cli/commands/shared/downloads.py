"""Saving what the service gives as a file: the one place where commands write files for a user."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

import click

from scormcloud_cli.api.errors import Planned, UsageError
from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.lists import Decorated
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Record
from scormcloud_cli.workflows.options import RunOptions

if TYPE_CHECKING:
    from scormcloud_cli.api.messages import Progress


Fetch = Callable[[BinaryIO, "Progress | None"], object]


class Target(NamedTuple):
    """Where a file is to be saved.

    Attributes:
        path: the path that ``-O`` gives, ``-`` for standard output; None where it is not given.
        force: whether a file with other content is replaced.
    """

    path: str | None
    force: bool = False

    def at(self, path: str) -> "Target":
        """Return the same with another path."""
        return self._replace(path=path)


def target_option(
    text: str, *, metavar: str = "FILE", required: bool = False
) -> Callable[[Decorated], Decorated]:
    """Add ``-O`` and ``--force``; the command gets ``target``, a `Target`.

    Args:
        text: the help of ``-O``.
        metavar: what stands after it.
        required: whether it must be given.
    """

    def decorate(function: Decorated) -> Decorated:
        @click.option("-O", "target", metavar=metavar, required=required, help=text)
        @click.option("--force", is_flag=True, help="Replace a file that has other content.")
        @functools.wraps(function)
        def with_target(*arguments: Any, target: str | None, force: bool, **given: Any) -> Any:
            return function(*arguments, target=Target(target, force), **given)

        return cast(Decorated, with_target)

    return decorate


@contextmanager
def file_for(session: Session, target: Target) -> Iterator[BinaryIO]:
    """Give a file to write to, which takes its name only if the block ends well.

    Args:
        session: whether this is a dry run.
        target: where it is saved.

    Raises:
        Planned: this is a dry run; it tells what would be written.
        UsageError: as `api.files.whole_file`.
    """
    from pathlib import Path

    from scormcloud_cli.api.files import whole_file

    if session.dry_run:
        raise Planned([{"writes": target.path}])
    with whole_file(Path(target.path or ""), replace=target.force) as file:
        yield file


def save(
    session: Session, owner: str, target: Target, fetch: Fetch, *, id_field: str = "id"
) -> None:
    """Save a file under its name, or write it to standard output, and print what was saved.

    Args:
        session: where to print.
        owner: the ID of what it belongs to.
        target: where to save it; without a path, under a name made of `owner`.
        fetch: writes the file.
        id_field: the field that tells `owner`.

    Raises:
        CloudError: it cannot be had, or not be written.
    """
    if target.path == "-":
        fetch(session.terminal.stdout.buffer, None)
        return
    named = target.at(target.path or _name(owner))
    session.output.one({id_field: owner, **saved(session, owner, named, fetch)})


def save_many(
    session: Session,
    targets: many.Targets,
    target: Target,
    fetching: Callable[[str], Fetch],
    run: RunOptions,
) -> None:
    """Save the file of each of several things, and print of each what was saved.

    Args:
        session: where to print.
        targets: the things. One that was named is saved as `save` does it.
        target: where to save them: the folder for several, the current one without a path.
        fetching: gives what writes the file of one, by its ID.
        run: how the run goes.

    Raises:
        UsageError: several cannot go to standard output.
        CloudError: as `workflows.bulk.run`.
    """
    if target.path == "-" and targets.alone:
        save(session, targets.ids[0], target, fetching(targets.ids[0]))
        return
    if target.path == "-":
        raise UsageError("only one file can go to standard output", hint="-O FOLDER")
    from pathlib import Path

    folder = Path()
    if not targets.alone:
        folder = Path(target.path or ".")
        try:
            if not session.dry_run:
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"cannot make the folder {folder}: {error.strerror}") from None

    def save_one(owner: str) -> Record:
        path = target.path if targets.alone and target.path else str(folder / _name(owner))
        return {"id": owner, **saved(session, owner, target.at(path), fetching(owner))}

    many.run_on(session, targets, save_one, run)


def saved(session: Session, owner: str, target: Target, fetch: Fetch) -> dict[str, str | int]:
    """Save a file, and return its name and its size in bytes.

    Args:
        session: where progress is shown.
        owner: what is downloaded, for the progress.
        target: where to save it.
        fetch: writes the file.

    Raises:
        CloudError: it cannot be had, or not be written.
    """
    with file_for(session, target) as file, session.progress.meter(f"downloading {owner}") as meter:
        fetch(file, meter.bytes)
        return {"file": target.path or "", "bytes": file.tell()}


def _name(owner: str) -> str:
    """Return the name of the file of a thing, made of its ID."""
    from scormcloud_cli.workflows.sources import default_id

    return default_id(owner + ".zip") + ".zip"
