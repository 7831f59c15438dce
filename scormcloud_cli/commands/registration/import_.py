from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.registrations import REGISTERED
from scormcloud_cli.workflows.options import RunOptions

if TYPE_CHECKING:
    from scormcloud_cli.workflows import bulk
    from scormcloud_cli.workflows.registration_rows import Row, Rows


@click.command(cls=Command, prints=REGISTERED)
@click.argument("file", metavar="FILE|-")
@click.option("--course", "course_id", metavar="ID", help="The course of rows that name none.")
@many.options
def import_(session: Session, file: str, course_id: str | None, run: RunOptions) -> None:
    """Create many registrations from CSV or lines of JSON.

    Columns by name: courseId, learnerId, id, firstName, lastName, email, courseVersion, tags (with
    semicolons). What `registration export` writes can be read. Every row is checked before the
    first is sent. Without an id, one is made of course and learner, so that a second run makes no
    doubles: what is there already is told as "exists".

    While it runs, a journal stands beside the file (or where --journal says); after a crash,
    --resume goes on from there. Rows that failed are saved beside it, ready to be run again; then
    the exit code is 9.

    \b
    Examples:
      scloud registration import learners.csv --course golf
      scloud registration import learners.csv --jobs 32 --rate 50 -o jsonl > done.jsonl
      scloud registration import learners.csv --shard 1/4
    """
    from scormcloud_cli.workflows import bulk, registration_rows
    from scormcloud_cli.workflows.registering import register

    text = session.terminal.stdin.read() if file == "-" else None
    table = registration_rows.read(file, text, course_id)
    registrations = session.cloud(rate=run.rate).registrations
    counts: Counter[str] = Counter()

    def create_one(row: "Row") -> dict[str, Any]:
        new = row.new
        return {
            "id": new.id,
            "status": register(registrations, new),
            "course": {"id": new.course_id},
            "learner": {"id": new.learner_id},
        }

    files = _files(file, table, course_id, run)
    records = bulk.run(
        table.rows, create_one, run, session.progress, words="registering", files=files
    )
    session.output.many(many.counted(records, counts))
    session.terminal.notice(f"{counts['created']} created, {counts['exists']} there before")


def _files(
    file: str, table: "Rows", course_id: str | None, run: RunOptions
) -> "bulk.Files[Row] | None":
    """Return the files beside the one that is imported; None where there is no place for them."""
    from pathlib import Path

    from scormcloud_cli.workflows import bulk, registration_rows

    if file == "-":
        if run.journal is None:
            return None
        owner, ending = run.journal, ".jsonl" if table.is_json else ".csv"
    else:
        owner = Path(file)
        ending = owner.suffix
    failed = bulk.beside(owner, ".failed" + ending, run.shard)
    course = f"--course {course_id} " if course_id else ""
    return bulk.Files(
        run.journal or bulk.beside(owner, ".journal", run.shard),
        failed,
        lambda path, rows: registration_rows.write_failed(path, table, rows),
        f"mend and run again: scloud registration import {course}{failed}",
    )
