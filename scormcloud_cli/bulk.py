"""Doing the same to many things, and reporting on each."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from scormcloud_cli.api.errors import (
    AuthenticationFailed,
    CloudError,
    PartialFailure,
    Planned,
)
from scormcloud_cli.views import Record, View

if TYPE_CHECKING:
    from scormcloud_cli.output import Output


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
            hint="each failure is in the output, under status and error",
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
