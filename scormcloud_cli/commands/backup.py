from collections import Counter

import click

from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.backups import SAVED
from scormcloud_cli.workflows.options import RunOptions


@click.command(cls=Command, prints=SAVED)
@click.argument("folder", metavar="DIR")
@click.option("--full", is_flag=True, help="Fetch again what seems unchanged.")
@click.option("--prune", is_flag=True, help="Remove files of what the application has no more.")
@many.at_once
def backup(session: Session, folder: str, full: bool, prune: bool, run: RunOptions) -> None:
    """Save an application to a folder.

    Courses are saved with every version, registrations with their results, and so on.

    Everything is a plain file: packages as they are, all else as JSON, and SHA256SUMS over all of
    it. Run again, it fetches only what has changed, and goes on where a run ended. What is only
    changed in a registration's settings shows in no list: --full fetches everything.

    Not saved: launch history and statements, learners' own tags, invitations, postbacks of
    dispatches, the record store's keys and pipes, content connectors. backup.json lists it.

    \b
    Examples:
      scloud backup academy
      scloud backup academy --prune --jobs 16 -o jsonl
    """
    from pathlib import Path

    from scormcloud_cli.workflows.backup.saving import Backup

    saving = Backup(session.cloud(rate=run.rate), Path(folder), session.progress, full=full)
    if session.dry_run:
        session.output.many(saving.plan())
        return
    counts: Counter[str] = Counter()
    session.output.many(many.counted(saving.save(run), counts))
    pruned = f", {saving.prune()} files removed" if prune else ""
    session.terminal.notice(
        f"{counts['saved']} saved, {counts['unchanged']} unchanged{pruned}: {folder}"
    )
