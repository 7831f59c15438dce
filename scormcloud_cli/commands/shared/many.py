"""Commands that take many things: their options, their targets, and what is printed of each."""

import functools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar, cast

import click

from scormcloud_cli.api.errors import NotFound
from scormcloud_cli.commands.shared.types import ShardType
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Record, View
from scormcloud_cli.workflows.options import DEFAULT_JOBS, RunOptions

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

# How a command that takes one thing goes about it.
_ALONE = RunOptions()


class Targets(NamedTuple):
    """The things that a command works on.

    Attributes:
        kind: how such things are called.
        ids: their IDs.
        alone: whether it is just one, and named on the command line.
    """

    kind: View
    ids: Sequence[str]
    alone: bool

    def __str__(self) -> str:
        """Return them in words: ``course golf``, ``3 courses``."""
        if self.alone:
            return f"{self.kind.noun} {self.ids[0]}"
        return f"{len(self.ids)} {self.kind.noun if len(self.ids) == 1 else self.kind.plural}"


def named(session: Session, kind: View, ids: tuple[str, ...]) -> Targets:
    """Return the things whose IDs a command was given.

    Args:
        session: whose standard input is read, if ``-`` is among the IDs; then nobody can be asked
            anything any more.
        kind: how such things are called.
        ids: the arguments.
    """
    if "-" not in ids:
        return Targets(kind, ids, alone=len(ids) == 1)
    session.terminal.may_ask = False
    # Only the line's end is taken off: a space may be part of an ID.
    lines = (line.rstrip("\r\n") for line in session.terminal.stdin)
    piped = [line for line in lines if line]
    every: list[str] = []
    for word in ids:
        every += piped if word == "-" else [word]
    return Targets(kind, every, alone=False)


def at_once(function: Decorated) -> Decorated:
    """Add ``--jobs`` and ``--rate``; the command gets ``run``, a `RunOptions`."""
    return _with_run(function, _AT_ONCE)


def options(function: Decorated) -> Decorated:
    """Add the options of a run that may be shared by machines, or gone on with after a crash.

    The command gets ``run``, a `RunOptions`.
    """
    return _with_run(function, (*_AT_ONCE, *_SHARED))


def confirm(session: Session, targets: Targets, question: str) -> None:
    """Ask before something is done to things; not in a dry run, nor where there are none.

    Args:
        session: whose terminal asks.
        targets: the things.
        question: ``Delete {}?``, where the braces stand for the things in words.

    Raises:
        Declined: the answer was no, or nobody could be asked.
    """
    if targets.ids:
        session.confirm(question.format(targets))


def run_on(
    session: Session, targets: Targets, action: Callable[[str], Record], run: RunOptions
) -> None:
    """Carry out an action on each target, and print the record that it returns.

    Args:
        session: where to print.
        targets: the things.
        action: works on one, by its ID, and returns its record. It is called from several threads.
        run: how the run goes.

    Raises:
        CloudError: as `workflows.bulk.run`.
    """
    from scormcloud_cli.workflows import bulk

    records = bulk.run(targets.ids, action, run, session.progress, alone=targets.alone)
    print_records(session, records, alone=targets.alone)


def set_status(
    session: Session,
    targets: Targets,
    action: Callable[[str], object],
    status: str,
    run: RunOptions = _ALONE,
    *,
    question: str | None = None,
) -> None:
    """Carry out an action on each target, and print its ID with the status that it has then.

    Args:
        session: where to ask and to print.
        targets: the things.
        action: works on one, by its ID.
        status: ``enabled``.
        run: how the run goes.
        question: what to ask first, if anything; see `confirm`.

    Raises:
        Declined: the answer was no.
        CloudError: as `workflows.bulk.run`.
    """
    if question:
        confirm(session, targets, question)

    def act(target: str) -> Record:
        action(target)
        return {"id": target, "status": status}

    run_on(session, targets, act, run)


def delete(
    session: Session,
    targets: Targets,
    action: Callable[[str], object],
    run: RunOptions = _ALONE,
    *,
    question: str = "Delete {}?",
) -> None:
    """Ask, delete each target, and print that it is deleted; arguments as for `set_status`.

    A target that is missing counts as deleted where this run or the one before it may have
    deleted it: after a lost answer, and with ``--resume``.

    Raises:
        Declined: the answer was no.
        CloudError: as `workflows.bulk.run`.
    """

    def delete_one(target: str) -> None:
        try:
            action(target)
        except NotFound as error:
            if not (error.retried or run.resume):
                raise

    set_status(session, targets, delete_one, "deleted", run, question=question)


def print_records(session: Session, records: Iterator[Record], *, alone: bool) -> None:
    """Print the records of a run: as a list, or as one thing where one was named."""
    first = next(records, None) if alone else None
    if first is None:
        session.output.many(records)
        return
    session.output.one(first)
    for _ in records:  # lets the run come to its end
        pass


def counted(records: Iterator[Record], counts: Counter[str]) -> Iterator[Record]:
    """Yield the records, and count them in `counts` by their status."""
    for record in records:
        counts[record["status"]] += 1
        yield record


def _with_run(function: Decorated, run_options: Sequence[Callable[[Any], Any]]) -> Decorated:
    @functools.wraps(function)
    def with_run(*arguments: Any, **given: Any) -> Any:
        return function(*arguments, run=_run_options(given), **given)

    for option in reversed(run_options):
        with_run = option(with_run)
    return cast(Decorated, with_run)


def _run_options(given: dict[str, Any]) -> RunOptions:
    """Take the options of a run out of those given to a command."""
    from pathlib import Path

    journal = given.pop("journal", None)
    return RunOptions(
        jobs=given.pop("jobs") or DEFAULT_JOBS,
        rate=given.pop("rate"),
        shard=given.pop("shard", None),
        journal=Path(journal) if journal is not None else None,
        resume=given.pop("resume", False),
        dry_run=click.get_current_context().ensure_object(Session).dry_run,
    )


_AT_ONCE = (
    click.option(
        "--jobs",
        type=click.IntRange(1, 128),
        metavar="N",
        help="Work on so many at once.  [default: 8]",
    ),
    click.option(
        "--rate",
        type=click.FloatRange(min=0, min_open=True),
        metavar="N",
        help="At most so many requests a second.",
    ),
)
_SHARED = (
    click.option(
        "--shard", type=ShardType(), help="Only the I-th part of N, for several machines."
    ),
    click.option("--journal", metavar="FILE", help="Note in a file what is done, while it runs."),
    click.option(
        "--resume",
        is_flag=True,
        help="Go on where a run with this journal ended; print what it did as well.",
    ),
)
