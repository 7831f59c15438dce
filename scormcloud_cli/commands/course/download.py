import click

from scormcloud_cli.commands.shared import downloads
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.courses import COURSE_DOWNLOAD


@click.command(cls=Command, prints=COURSE_DOWNLOAD)
@click.argument("course_id", metavar="ID")
@click.option("--version", type=click.IntRange(min=0), metavar="N", help="This version of it.")
@click.option("-O", "target", metavar="FILE", help="Where to; '-' is standard output.")
def download(session: Session, course_id: str, version: int | None, target: str | None) -> None:
    """Download the package of a course.

    The file appears under its name only when it is whole. Without -O it is called ID.zip.

    \b
    Examples:
      scloud course download golf
      scloud course download golf --version 0 -O golf-0.zip
      scloud course download golf -O - | sha256sum
    """
    courses = session.cloud().courses
    downloads.save(
        session,
        course_id,
        target,
        lambda sink, progress: courses.download(course_id, version, sink, progress),
        id_field="courseId",
    )
