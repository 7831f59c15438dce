"""Doing the same to many items: several at once, in order, with a journal, each reported."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from scormcloud_cli.api.errors import (
    AuthenticationFailed,
    CloudError,
    PartialFailure,
    Planned,
    UsageError,
)
from scormcloud_cli.api.files import whole_file
from scormcloud_cli.workflows.journal import Journal
from scormcloud_cli.workflows.options import RunOptions, Shard
from scormcloud_cli.workflows.reporter import Reporter

Item = TypeVar("Item")
Result = TypeVar("Result")
Record = Mapping[str, Any]

# How many items are on their way or done for each that is worked on: the first of them may be slow.
_AHEAD = 4


class Files(NamedTuple, Generic[Item]):
    """What a run leaves for the next one.

    Attributes:
        journal: the file that tells what is done, while the run goes on.
        failed: the file of the items that failed.
        write_failed: writes it.
        again: what to do with it, for the hint.
    """

    journal: Path
    failed: Path
    write_failed: Callable[[Path, Sequence[Item]], None]
    again: str


def run(
    items: Sequence[Item],
    action: Callable[[Item], Record],
    options: RunOptions,
    reporter: Reporter,
    *,
    alone: bool = False,
    words: str = "working",
    files: Files[Item] | None = None,
    name: Callable[[Item], Record] | None = None,
) -> Iterator[Record]:
    """Carry out an action on each item, and yield a record for each, in the order of the items.

    Items of other shards are left out. Of an item that an earlier run has done by its journal, the
    record that stands there is yielded, marked with ``fromJournal``: that run may have been killed
    before anybody read it.

    Args:
        items: the IDs, or whatever is worked on; as text they name what failed.
        action: works on one item and returns its record. It is called from several threads.
        options: how many items at once, which shard, which journal.
        reporter: takes the progress.
        alone: whether one item was asked for by name: its error is raised, and not yielded.
        words: what is going on, shown with the progress.
        files: where the journal is kept and the items that failed; made of ``--journal`` if None.
        name: the fields that say which item failed; its text under ``id`` if None.

    Raises:
        CloudError: the only item failed; or credentials were refused, which ends the run.
        PartialFailure: some of many failed; for each a record with its error was yielded.
        Planned: this is a dry run; it tells all that would have been requested.
    """
    files = files or _asked_for(options)
    own = options.shard.part(items) if options.shard else items
    journal = Journal(
        files.journal if files is not None and not options.dry_run else None, resume=options.resume
    )
    before = sum(journal.result(str(item)) is not None for item in own)
    if before:
        reporter.notice(f"{before} were done before")
    failed: dict[int, Item] = {}
    planned: list[dict[str, Any]] = []

    def guarded(numbered: tuple[int, Item]) -> Record | Planned:
        number, item = numbered
        if (result := journal.result(str(item))) is not None:
            return {**result, "fromJournal": True}
        try:
            record = action(item)
        except Planned as plan:
            return plan
        except AuthenticationFailed:
            raise
        except CloudError as error:
            if alone:
                raise
            failed[number] = item
            item_name = {"id": str(item)} if name is None else name(item)
            return {**item_name, "status": "failed", "error": error.to_record()}
        journal.add(str(item), record)
        return record

    finished = False
    try:
        with _counter(reporter, words, len(own), alone) as count:
            jobs = min(options.jobs, max(1, len(own)))
            for done, result in enumerate(_in_order(enumerate(own), guarded, jobs), 1):
                count(done)
                if isinstance(result, Planned):
                    planned += result.requests
                else:
                    yield result
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
        raise PartialFailure(f"{len(failed)} of {len(own)} failed", hint=hint)


def beside(file: Path, ending: str, shard: Shard | None) -> Path:
    """Return the path of a file that belongs to another, and to one shard of its run."""
    which = f".{shard.number}-of-{shard.total}" if shard else ""
    return file.with_name(file.name + which + ending)


def _counter(
    reporter: Reporter, words: str, total: int, alone: bool
) -> AbstractContextManager[Callable[[int], None]]:
    """Return the counter of a run; one item alone leaves the screen to its own progress."""
    return nullcontext(lambda _done: None) if alone else reporter.counter(words, total)


def _asked_for(options: RunOptions) -> Files[Any] | None:
    """Return the files that ``--journal`` asks for.

    Raises:
        UsageError: there is no journal to go on from.
    """
    if options.journal is not None:
        failed = beside(options.journal, ".failed", None)
        return Files(options.journal, failed, _write_lines, "they stand one a line")
    if options.resume:
        raise UsageError("--resume needs the journal to go on from", hint="--journal FILE")
    return None


def _write_lines(path: Path, items: Sequence[object]) -> None:
    with whole_file(path) as file:
        file.writelines(f"{item}\n".encode() for item in items)


def _in_order(
    items: Iterable[Item], action: Callable[[Item], Result], jobs: int
) -> Iterator[Result]:
    """Yield the results of an action in the order of the items; the next are on their way."""
    if jobs == 1:
        yield from map(action, items)  # not in a thread, which Ctrl-C would wait for
        return
    from concurrent.futures import Future, ThreadPoolExecutor  # not for one item alone

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
