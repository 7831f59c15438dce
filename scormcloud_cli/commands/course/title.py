import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.courses import COURSE


@click.command(cls=Command, prints=COURSE)
@click.argument("course_id", metavar="ID")
@click.argument("new_title", metavar="TITLE")
def title(session: Session, course_id: str, new_title: str) -> None:
    """Change the title of a course, and show it.

    \b
    Examples:
      scloud course title golf "Golf for beginners"
      scloud course title golf "Golf" --api v1
    """
    courses = session.cloud().courses
    courses.set_title(course_id, new_title)
    session.output.one(courses.get(course_id).to_record())
