"""Waiting until an export of v1 has ended."""

from scormcloud_cli.api.errors import JobFailed, StillPending
from scormcloud_cli.api.v1.exports import Export, Exports
from scormcloud_cli.workflows import waiting


def wait_until_ended(exports: Exports, export_id: str, seconds: float) -> Export:
    """Wait until an export has ended well, and return it.

    Args:
        exports: the application's exports.
        export_id: which export.
        seconds: how long to wait at most.

    Raises:
        JobFailed: it ended otherwise.
        StillPending: it has not ended in so many seconds.
    """
    export = waiting.until(
        lambda: exports.get(export_id),
        lambda export: export.status != "started",
        seconds,
        StillPending(
            f"export {export_id} is not done after {seconds:g} s; it goes on",
            hint=f"scloud report export show {export_id} --wait --api v1",
        ),
    )
    if export.status != "complete":
        raise JobFailed(f"export {export_id} ended as {export.status}")
    return export
