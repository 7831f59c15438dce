"""``scloud registration import``: many registrations, from a file."""

from typing import TYPE_CHECKING

import click

from scormcloud_cli import bulk
from scormcloud_cli.api.errors import PartialFailure, UsageFault
from scormcloud_cli.options import Command, many, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.views import Column, Record, View

if TYPE_CHECKING:
    from pathlib import Path

    from scormcloud_cli.commands.rows import Row


@click.command("import", cls=Command)
@click.argument("file", metavar="FILE|-")
@click.option("--course", "course_id", metavar="ID", help="The course of rows that name none.")
@click.option("--resume", is_flag=True, help="Go on where a run of this file ended.")
@click.option("--shard", metavar="I/N", help="Only the I-th part of N, for several machines.")
@many
@pass_session
def import_(
    session: Session, file: str, course_id: str | None, resume: bool, shard: str | None
) -> None:
    """Create many registrations, from a CSV file or lines of JSON.

    Columns by name: courseId, learnerId, id, firstName, lastName, email, courseVersion, tags (with
    semicolons). What `registration export` writes can be read. Every row is checked before the
    first is sent. Without an id, one is made of course and learner, so that a second run makes no
    doubles: what is there already is told as "exists".

    While it runs, a journal stands beside the file; after a crash, --resume goes on from there.
    Rows that failed are saved beside it, ready to be run again; then the exit code is 9.

    \b
    Examples:
      scloud registration import learners.csv --course golf
      scloud registration import learners.csv --jobs 32 --rate 50 -o jsonl > done.jsonl
      scloud registration import learners.csv --shard 1/4
    """
    from pathlib import Path

    from scormcloud_cli.api.errors import CloudError
    from scormcloud_cli.commands import rows
    from scormcloud_cli.commands.registering import register
    from scormcloud_cli.journal import Journal

    found = rows.read(file, session.terminal, course_id)
    wanted = list(found.rows) if shard is None else rows.shard(found.rows, shard)
    beside = None if file == "-" else Path(file)
    if resume and beside is None:
        raise UsageFault("--resume needs a file: standard input is not kept")
    registrations = session.cloud().registrations
    keep = None if beside is None or session.dry_run else _beside(beside, ".journal", shard)
    journal = Journal(keep, resume=resume)
    waiting = [row for row in wanted if not journal.has(row.new.id)]
    if len(waiting) < len(wanted):
        session.terminal.notice(f"{len(wanted) - len(waiting)} rows were done before")
    failed: list[Row] = []
    counts = {"created": 0, "exists": 0}

    def create_one(row: "Row") -> Record:
        try:
            status = register(registrations, row.new)
        except CloudError:
            failed.append(row)
            raise
        journal.add(row.new.id)
        counts[status] += 1
        new = row.new
        return {
            "id": new.id,
            "status": status,
            "course": {"id": new.course_id},
            "learner": {"id": new.learner_id},
        }

    finished = False
    try:
        bulk.run(session, waiting, create_one, _IMPORTED, alone=False, words="registering")
        finished = True
    except PartialFailure as error:
        finished = True
        if beside is not None:
            target = _beside(beside, ".failed" + beside.suffix, shard)
            rows.write_failed(target, found, sorted(failed, key=lambda row: row.line))
            again = f"--course {course_id} " if course_id else ""
            error.hint = f"mend and run again: scloud registration import {again}{target}"
        raise
    finally:
        journal.close(finished=finished)
    session.terminal.notice(f"{counts['created']} created, {counts['exists']} there before")


def _beside(file: "Path", ending: str, shard: str | None) -> "Path":
    """Return the path of a file that belongs to another, and to one shard of its run."""
    part = f".{shard.replace('/', '-of-')}" if shard else ""
    return file.with_name(file.name + part + ending)


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
