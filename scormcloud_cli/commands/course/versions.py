import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.courses import VERSION


@click.command(cls=Command, prints=VERSION)
@click.argument("course_id", metavar="ID")
def versions(session: Session, course_id: str) -> None:
    """List the versions of a course, the oldest first.

    \b
    Examples:
      scloud course versions golf
      scloud course versions golf -o json | jq '.[-1].version'
    """
    versions = session.cloud().courses.versions(course_id)
    session.output.many(version.to_record() for version in versions)
