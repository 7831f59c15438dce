"""Doing the same to many things, and reporting on each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from scormcloud_cli.api.errors import (
    AuthenticationFailed,
    CloudError,
    PartialFailure,
    Planned,
)
from scormcloud_cli.views import Column, Record, View

if TYPE_CHECKING:
    from scormcloud_cli.output import Output
    from scormcloud_cli.session import Session

DONE = View(
    "result",
    columns=(
        Column("id", "ID", whole=True),
        Column("status", "STATUS"),
        Column("error.message", "ERROR"),
    ),
    fields=("id", "status", "error"),
)


class Targets(NamedTuple):
    """The things that a command is to do something to.

    Attributes:
        noun: what one is called, ``course``.
        ids: their IDs.
        alone: whether it is just one, and named on the command line.
    """

    noun: str
    ids: Sequence[str]
    alone: bool

    def __str__(self) -> str:
        """Return them in words: ``course golf``, ``3 courses``."""
        if self.alone:
            return f"{self.noun} {self.ids[0]}"
        return f"{len(self.ids)} {self.noun}{'es' if self.noun.endswith('ch') else 's'}"


def each(
    session: "Session",
    targets: Targets,
    action: Callable[[str], object],
    status: str,
    *,
    question: str | None = None,
) -> None:
    """Do something to each of some things, and say of each that it was done.

    Args:
        session: where to ask and to print.
        targets: the things.
        action: does it to one, by its ID.
        status: what is said of one then: ``deleted``.
        question: what to ask first, unless nothing is there to do; see `confirm`.

    Raises:
        Declined: the answer was no.
        CloudError: as `run`.
    """
    if question:
        confirm(session, targets, question)

    def one(item: str) -> Record:
        action(item)
        return {"id": item, "status": status}

    run(targets.ids, one, session.output, DONE, alone=targets.alone)


def confirm(session: "Session", targets: Targets, question: str) -> None:
    """Ask before something is done to things; in a dry run, or where there are none, do not.

    Args:
        session: whose terminal asks.
        targets: the things.
        question: ``Delete {}?``, where the braces stand for the things in words.

    Raises:
        Declined: the answer was no, or nobody could be asked.
    """
    if targets.ids and not session.dry_run:
        session.terminal.confirm(question.format(targets))


def run(
    items: Iterable[str],
    action: Callable[[str], Record],
    output: "Output",
    view: View,
    *,
    alone: bool,
) -> None:
    """Do one thing to each item and print a record for each as soon as it is done.

    Args:
        items: the IDs, or whatever names them.
        action: does it to one item and returns what to print.
        output: where the records go.
        view: how they are shown; its `id_field` names the item in the record of a failure.
        alone: whether one item was asked for by name; it is printed as one thing, and its error
            is the command's.

    Raises:
        CloudError: the only item failed; or credentials were refused, which ends the run.
        PartialFailure: some of many failed; each has been printed with its error.
        Planned: this is a dry run; it tells all that would have been requested.
    """
    if alone:
        for item in items:
            output.one(action(item), view)
        return
    planned: list[dict[str, Any]] = []
    counts = {"failed": 0, "all": 0}

    def records() -> Iterator[Record]:
        for item in items:
            counts["all"] += 1
            try:
                yield action(item)
            except Planned as plan:
                planned.extend(plan.requests)
            except AuthenticationFailed:
                raise
            except CloudError as error:
                counts["failed"] += 1
                yield {view.id_field: item, "status": "failed", "error": error.to_record()}

    results = _unless_planned(records(), planned)
    if results is not None:
        output.many(results, view)
    if planned:
        raise Planned(planned)
    if counts["failed"]:
        raise PartialFailure(
            f"{counts['failed']} of {counts['all']} failed",
            hint="each failure is told, with its reason",
        )


def _unless_planned(
    records: Iterator[Record], planned: list[dict[str, Any]]
) -> Iterator[Record] | None:
    """Return the records, unless they only planned: a dry run prints its plan and nothing else."""
    for record in records:
        return _chain(record, records)
    return None if planned else iter(())


def _chain(first: Record, rest: Iterator[Record]) -> Iterator[Record]:
    yield first
    yield from rest
