"""``scloud registration import``: many registrations, from a file."""

from typing import TYPE_CHECKING

import click

from scormcloud_cli.commands.shared.options import Command, many, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Column, Record, View
from scormcloud_cli.workflows import bulk

if TYPE_CHECKING:
    from scormcloud_cli.workflows.registration_rows import Row, Rows


@click.command("import", cls=Command)
@click.argument("file", metavar="FILE|-")
@click.option("--course", "course_id", metavar="ID", help="The course of rows that name none.")
@many
@pass_session
def import_(session: Session, file: str, course_id: str | None) -> None:
    """Create many registrations, from a CSV file or lines of JSON.

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
    from scormcloud_cli.workflows import registration_rows as rows
    from scormcloud_cli.workflows.registering import register

    found = rows.read(file, session.terminal, course_id)
    registrations = session.cloud().registrations

    def create_one(row: "Row") -> Record:
        new = row.new
        return {
            "id": new.id,
            "status": register(registrations, new),
            "course": {"id": new.course_id},
            "learner": {"id": new.learner_id},
        }

    files = _files(session, file, found, course_id)
    counts = bulk.run(
        session, found.rows, create_one, _IMPORTED, alone=False, words="registering", files=files
    )
    session.terminal.notice(f"{counts['created']} created, {counts['exists']} there before")


def _files(
    session: Session, file: str, found: "Rows", course_id: str | None
) -> "bulk.Files[Row] | None":
    """Return the files beside what is imported; None where nothing stands beside it."""
    from pathlib import Path

    from scormcloud_cli.workflows import registration_rows as rows

    asked, shard = session.settings.journal, session.settings.shard
    if file == "-" and asked is None:
        return None
    beside = Path(asked if asked and file == "-" else file)
    ending = (".jsonl" if found.is_json else ".csv") if file == "-" else beside.suffix
    failed = bulk.beside(beside, ".failed" + ending, shard)
    course = f"--course {course_id} " if course_id else ""
    return bulk.Files(
        Path(asked) if asked else bulk.beside(beside, ".journal", shard),
        failed,
        lambda path, unsent: rows.write_failed(path, found, unsent),
        f"mend and run again: scloud registration import {course}{failed}",
    )


_IMPORTED = View(
    "registration",
    columns=(
        Column("id", "ID", whole=True),
        Column("status", "STATUS"),
        Column("course.id", "COURSE"),
        Column("learner.id", "LEARNER"),
        Column("error.message", "ERROR"),
    ),
    fields=("id", "status", "course", "learner", "error"),
)
