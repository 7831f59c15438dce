import click

from scormcloud_cli.commands.shared.command import Command, Session


@click.command(cls=Command)
@click.argument("course_id", metavar="ID")
def exists(session: Session, course_id: str) -> int:
    """Say whether a course exists.

    Prints true or false, and exits 0 or 3.

    \b
    Examples:
      scloud course exists golf
      scloud course exists golf -q || scloud course import golf.zip
    """
    is_there = session.cloud().courses.exists(course_id)
    session.output.value(is_there, "true" if is_there else "false")
    return 0 if is_there else 3
