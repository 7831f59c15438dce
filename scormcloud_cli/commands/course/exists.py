"""``scloud course exists``."""

import click

from scormcloud_cli.commands.shared.command import Command
from scormcloud_cli.session import Session


@click.command(cls=Command)
@click.argument("course_id", metavar="ID")
@click.pass_context
def exists(context: click.Context, course_id: str) -> None:
    """Say whether a course exists.

    Prints true or false, and exits 0 or 3.

    \b
    Examples:
      scloud course exists golf
      scloud course exists golf -q || scloud course import golf.zip
    """
    session = context.ensure_object(Session)
    found = session.cloud().courses.exists(course_id)
    session.output.value(found, "true" if found else "false")
    context.exit(0 if found else 3)
