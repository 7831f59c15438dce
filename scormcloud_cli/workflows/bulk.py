"""Doing the same to many things, and reporting on each."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from scormcloud_cli.api.errors import (
    AuthenticationFailed,
    CloudError,
    NotFound,
    PartialFailure,
    Planned,
    UsageFault,
)
from scormcloud_cli.terminal.view import Column, Record, View

if TYPE_CHECKING:
    from pathlib import Path

    from scormcloud_cli.session import Session
    from scormcloud_cli.workflows.journal import Journal

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


class Files(NamedTuple, Generic[Item]):
    """What a run leaves for the next one.

    Attributes:
        journal: the file that tells what is done, while the run goes on.
        failed: the file of what failed.
        write_failed: writes it.
        again: what to do with it, for the hint.
    """

    journal: "Path"
    failed: "Path"
    write_failed: Callable[["Path", Sequence[Item]], None]
    again: str


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
        status: what is said of one then: ``enabled``.
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

    run(session, targets.ids, one, DONE, alone=targets.alone)


def delete(
    session: "Session",
    targets: Targets,
    action: Callable[[str], object],
    *,
    question: str = "Delete {}?",
) -> None:
    """Ask, delete each of some things, and say so of each; arguments as for `each`.

    What a first try took away, whose answer was lost, is not missing but deleted; so is what a
    run that is gone on with had taken away without noting it.

    Raises:
        Declined: the answer was no.
        CloudError: as `run`.
    """

    def gone(item: str) -> None:
        try:
            action(item)
        except NotFound as error:
            if not (error.retried or session.settings.resume):
                raise

    each(session, targets, gone, "deleted", question=question)


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
    items: Sequence[Item],
    action: Callable[[Item], Record],
    view: View,
    *,
    alone: bool,
    words: str = "working",
    files: "Files[Item] | None" = None,
    name: Callable[[Item], Record] | None = None,
) -> Counter[str]:
    """Do one thing to each item, several at once, and print a record for each, in their order.

    What a shard leaves out, or an earlier run has done by its journal, is passed over.

    Args:
        session: where the records go, how many are done at once, which shard, which journal.
        items: the IDs, or whatever is worked on; as text they name what failed.
        action: does it to one item and returns what to print. It is called from several threads.
        view: how they are shown; its `id_field` names the item in the record of a failure.
        alone: whether one item was asked for by name; it is printed as one thing, and its error
            is the command's.
        words: what is going on, shown with the progress.
        files: where the journal is kept and what failed; what ``--journal`` says if None.
        name: the fields that say which item failed; if None, its text under the view's `id_field`.

    Returns:
        how many records have which status.

    Raises:
        CloudError: the only item failed; or credentials were refused, which ends the run.
        PartialFailure: some of many failed; each has been printed with its error.
        Planned: this is a dry run; it tells all that would have been requested.
    """
    if alone:
        for item in items:
            session.output.one(action(item), view)
        return Counter()
    files = files or _asked_for(session)
    mine = part(items, session.settings.shard)
    journal = _journal(session, files)
    waiting = [item for item in mine if not journal.has(str(item))]
    if len(waiting) < len(mine):
        session.terminal.notice(f"{len(mine) - len(waiting)} were done before")
    failed: dict[int, Item] = {}
    planned: list[dict[str, Any]] = []
    counts: Counter[str] = Counter()

    def guarded(numbered: tuple[int, Item]) -> Record | Planned:
        number, item = numbered
        try:
            record = action(item)
        except Planned as plan:
            return plan
        except AuthenticationFailed:
            raise
        except CloudError as error:
            failed[number] = item
            which = {view.id_field: str(item)} if name is None else name(item)
            return {**which, "status": "failed", "error": error.to_record()}
        journal.add(str(item))
        return record

    def records() -> Iterator[Record]:
        from scormcloud_cli.terminal.progress import counter

        with counter(session.terminal, words, len(waiting)) as count:
            results = _each_in_order(enumerate(waiting), guarded, session.jobs)
            for done, result in enumerate(results, 1):
                count(done)
                if isinstance(result, Planned):
                    planned.extend(result.requests)
                    continue
                counts[result.get("status", "")] += 1
                yield result

    finished = False
    try:
        results = _unless_planned(records(), planned)
        if results is not None:
            session.output.many(results, view)
        finished = True
    finally:
        journal.close(finished=finished)
    if planned:
        raise Planned(planned)
    if failed:
        hint = "each failure is told, with its reason"
        if files is not None:
            files.write_failed(files.failed, [failed[number] for number in sorted(failed)])
            hint = f"those that failed are in {files.failed}: {files.again}"
        raise PartialFailure(f"{len(failed)} of {len(waiting)} failed", hint=hint)
    return counts


def part(items: Sequence[Item], shard: str | None) -> Sequence[Item]:
    """Return the items of one of several machines; each item belongs to exactly one of them.

    Args:
        items: all of them; it is their text that says where they belong, wherever they stand.
        shard: ``2/5`` is the second machine of five; None is all.

    Raises:
        UsageFault: it is not such a part.
    """
    if shard is None:
        return items
    number, slash, count = shard.partition("/")
    fits = slash and number.isdigit() and count.isdigit() and 0 < int(number) <= int(count)
    if not fits:
        raise UsageFault(f"--shard is I/N, such as 2/5, not {shard!r}")
    from zlib import crc32

    return [item for item in items if crc32(str(item).encode()) % int(count) == int(number) - 1]


def beside(file: "Path", ending: str, shard: str | None) -> "Path":
    """Return the path of a file that belongs to another, and to one shard of its run."""
    which = f".{shard.replace('/', '-of-')}" if shard else ""
    return file.with_name(file.name + which + ending)


def _asked_for(session: "Session") -> Files[Any] | None:
    """Return the files that ``--journal`` asks for."""
    if session.settings.journal is not None:
        from pathlib import Path

        file = Path(session.settings.journal)
        return Files(file, beside(file, ".failed", None), _write_lines, "they stand one a line")
    if session.settings.resume:
        raise UsageFault("--resume needs the journal to go on from", hint="--journal FILE")
    return None


def _journal(session: "Session", files: Files[Any] | None) -> "Journal":
    from scormcloud_cli.workflows.journal import Journal

    kept = files.journal if files is not None and not session.dry_run else None
    return Journal(kept, resume=bool(session.settings.resume))


def _write_lines(path: "Path", items: Sequence[object]) -> None:
    from scormcloud_cli.api.files import whole_file

    with whole_file(path) as file:
        file.writelines(f"{item}\n".encode() for item in items)


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
