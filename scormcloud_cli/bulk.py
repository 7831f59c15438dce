"""Doing the same to many things, and reporting on each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from scormcloud_cli.api.errors import (
    AuthenticationFailed,
    CloudError,
    NotFound,
    PartialFailure,
    Planned,
)
from scormcloud_cli.views import Column, Record, View

if TYPE_CHECKING:
    from scormcloud_cli.session import Session

Item = TypeVar("Item")
Result = TypeVar("Result")

# How many items are on their way or done for each that is worked on: the first of them may be slow.
_AHEAD = 4

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
        try:
            action(item)
        except NotFound as error:
            # A first try took it away, and its answer was lost.
            if not (status == "deleted" and error.retried):
                raise
        return {"id": item, "status": status}

    run(session, targets.ids, one, DONE, alone=targets.alone)


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
    session: "Session",
    items: Iterable[Item],
    action: Callable[[Item], Record],
    view: View,
    *,
    alone: bool,
    words: str = "working",
) -> None:
    """Do one thing to each item, several at once, and print a record for each, in their order.

    Args:
        session: where the records go, and how many are done at once.
        items: the IDs, or whatever is worked on; as text they name what failed.
        action: does it to one item and returns what to print. It is called from several threads.
        view: how they are shown; its `id_field` names the item in the record of a failure.
        alone: whether one item was asked for by name; it is printed as one thing, and its error
            is the command's.
        words: what is going on, shown with the progress.

    Raises:
        CloudError: the only item failed; or credentials were refused, which ends the run.
        PartialFailure: some of many failed; each has been printed with its error.
        Planned: this is a dry run; it tells all that would have been requested.
    """
    output = session.output
    if alone:
        for item in items:
            output.one(action(item), view)
        return
    planned: list[dict[str, Any]] = []
    counts = {"failed": 0, "all": 0}

    def guarded(item: Item) -> Record | Planned:
        try:
            return action(item)
        except Planned as plan:
            return plan
        except AuthenticationFailed:
            raise
        except CloudError as error:
            return {view.id_field: str(item), "status": "failed", "error": error.to_record()}

    def records() -> Iterator[Record]:
        from scormcloud_cli.progress import counter

        known = list(items) if isinstance(items, Sequence) else items
        total = len(known) if isinstance(known, list) else 0
        with counter(session.terminal, words, total) as count:
            for result in _each_in_order(known, guarded, session.jobs):
                counts["all"] += 1
                count(counts["all"])
                if isinstance(result, Planned):
                    planned.extend(result.requests)
                    continue
                counts["failed"] += result.get("status") == "failed"
                yield result

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


def _each_in_order(
    items: Iterable[Item], action: Callable[[Item], Result], jobs: int
) -> Iterator[Result]:
    """Yield the results of an action in the order of the items; the next are on their way."""
    from collections import deque
    from concurrent.futures import Future, ThreadPoolExecutor

    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(jobs, thread_name_prefix="scloud") as threads:
        try:
            for item in items:
                waiting.append(threads.submit(action, item))
                if len(waiting) >= jobs * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:  # interrupted, or credentials were refused: what has not begun is not begun
            threads.shutdown(wait=False, cancel_futures=True)


def _unless_planned(
    records: Iterator[Record], planned: list[dict[str, Any]]
) -> Iterator[Record] | None:
    """Return the records, unless they only planned: a dry run prints its plan and nothing else."""
    for record in records:
        return chain([record], records)
    return None if planned else iter(())
