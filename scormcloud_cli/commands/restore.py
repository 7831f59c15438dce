from collections import Counter

import click

from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.types import wait_timeout_option
from scormcloud_cli.terminal.views.backups import RESTORED
from scormcloud_cli.workflows.options import RunOptions


@click.command(cls=Command, prints=RESTORED)
@click.argument("folder", metavar="DIR")
@click.option(
    "--settle",
    type=click.FloatRange(min=0),
    default=60.0,
    metavar="SECONDS",
    help="How long to look for an upload whose end is not known.  [default: 60]",
)
@wait_timeout_option
@many.at_once
def restore(
    session: Session, folder: str, settle: float, wait_timeout: float, run: RunOptions
) -> None:
    """Restore a backup, to the same application or another (v2).

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

    from scormcloud_cli.workflows.backup.restoring import Restoration

    restoring = Restoration(
        session.cloud(rate=run.rate),
        Path(folder),
        session.progress,
        settle=settle,
        wait=wait_timeout,
    )
    counts: Counter[str] = Counter()
    records = restoring.plan() if session.dry_run else restoring.restore(run)
    session.output.many(many.counted(records, counts))
    summary = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    session.terminal.notice(summary or "the backup is empty")
