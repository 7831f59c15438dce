import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.types import part_of
from scormcloud_cli.terminal.views.courses import FILE


@click.command(cls=Command, prints=FILE)
@click.argument("course_id", metavar="ID")
@part_of("version")
def list_(session: Session, course_id: str, number: int | None) -> None:
    """List the files of a course.

    \b
    Examples:
      scloud course asset list golf
      scloud course asset list golf -o json | jq 'map(.size) | add'
    """
    files = session.cloud().courses.assets.list(course_id, number)
    session.output.many(file.to_record() for file in files)
