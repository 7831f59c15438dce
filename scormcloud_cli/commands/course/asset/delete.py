import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.types import part_of
from scormcloud_cli.terminal.views.courses import CHANGED_FILE


@click.command(cls=Command, prints=CHANGED_FILE)
@click.argument("course_id", metavar="ID")
@click.argument("path")
@part_of("version")
def delete(session: Session, course_id: str, path: str, number: int | None) -> None:
    """Delete a file of a course.

    \b
    Examples:
      scloud course asset delete golf old.js
      scloud course asset delete golf old.js --version 0 --yes
    """
    if not session.dry_run:
        session.terminal.confirm(f"Delete {path} from course {course_id}?")
    session.cloud().courses.assets.delete(course_id, number, path)
    session.output.one({"path": path, "status": "deleted"})
