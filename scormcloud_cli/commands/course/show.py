import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.courses import COURSE


@click.command(cls=Command, prints=COURSE)
@click.argument("course_id", metavar="ID")
@click.option("--version", type=click.IntRange(min=0), metavar="N", help="This version of it.")
@click.option("--metadata", is_flag=True, help="With its metadata.")
@click.option("--registration-count", is_flag=True, help="With the number of registrations.")
def show(
    session: Session, course_id: str, version: int | None, metadata: bool, registration_count: bool
) -> None:
    """Show a course.

    \b
    Examples:
      scloud course show golf
      scloud course show golf --version 0 --metadata -o json
    """
    course = session.cloud().courses.get(
        course_id, version=version, metadata=metadata, registration_count=registration_count
    )
    session.output.one(course.to_record())
