import click

from scormcloud_cli.commands.shared import downloads
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.types import part_of
from scormcloud_cli.terminal.views.courses import FILE_DOWNLOAD


@click.command(cls=Command, prints=FILE_DOWNLOAD)
@click.argument("course_id", metavar="ID")
@click.argument("path")
@part_of("version")
@click.option("-O", "target", metavar="FILE", help="Where to.  [default: standard output]")
def get(
    session: Session, course_id: str, path: str, number: int | None, target: str | None
) -> None:
    """Download one file of a course.

    \b
    Examples:
      scloud course asset get golf imsmanifest.xml
      scloud course asset get golf shared/style.css -O style.css
    """
    assets = session.cloud().courses.assets
    downloads.save(
        session,
        path,
        target or "-",
        lambda sink, progress: assets.get(course_id, number, path, sink, progress),
        id_field="path",
    )
