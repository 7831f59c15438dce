"""``scloud restore``: a saved application, back into the service."""

import click

from scormcloud_cli.commands.shared.options import Command, at_once, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.workflows import waiting


@click.command(cls=Command)
@click.argument("folder", metavar="DIR")
@click.option(
    "--settle",
    type=click.FloatRange(min=0),
    default=60.0,
    metavar="SECONDS",
    help="How long to look for an upload whose end is not known.  [default: 60]",
)
@waiting.timeout_option
@at_once
@pass_session
def restore(session: Session, folder: str, settle: float, wait_timeout: float) -> None:
    """Bring what `backup` saved back, into the same or another application (v2).

    The files are checked against their checksums first. What is there already is left, but for
    titles, tags and settings; a course that is there with other content is a conflict and is not
    touched. Run again, it goes on where a run ended. --dry-run prints what would be done.

    What the service cannot take back is told of each thing under "notRestored": times, launch
    history, earlier instances, registrations that were made through dispatches.

    \b
    Examples:
      scloud restore academy --dry-run -o jsonl
      scloud restore academy --profile other --jobs 16
    """
    from pathlib import Path

    from scormcloud_cli.workflows.backup.restoring import restore as bring_back

    counts = bring_back(session, Path(folder), settle=settle, wait_timeout=wait_timeout)
    told = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    session.terminal.notice(told or "the backup is empty")
