"""``scloud course upload-area``: packages that are sent first and imported later (v1)."""

from typing import TYPE_CHECKING

import click

from scormcloud_cli.commands.assets import FILES
from scormcloud_cli.commands.shared.options import Group, many, named, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Column, View
from scormcloud_cli.workflows import bulk

if TYPE_CHECKING:
    from scormcloud_cli.api.v1.upload_area import UploadArea

_IMPORT = View(
    "import",
    columns=(Column("courseId", "COURSE", whole=True), Column("status", "STATUS")),
    fields=("courseId", "status", "course", "warnings"),
    id_field="courseId",
)


def _area(session: Session) -> "UploadArea":
    return session.cloud().upload_area


@click.group(cls=Group, name="upload-area")
def upload_area() -> None:
    """Packages that are sent first and imported later (v1)."""


@upload_area.command("list")
@pass_session
def list_(session: Session) -> None:
    """List the files of the upload area.

    \b
    Examples:
      scloud course upload-area list --api v1
      scloud course upload-area list --api v1 -o ids | scloud course upload-area delete - --api v1
    """
    session.output.many((each.to_record() for each in _area(session).list()), FILES)


@upload_area.command()
@click.argument("file")
@pass_session
def put(session: Session, file: str) -> None:
    """Send a file to the upload area, and print the path that it got there.

    \b
    Examples:
      scloud course upload-area put pkg.zip --api v1
      path=$(scloud course upload-area put pkg.zip --api v1 -o ids)
    """
    from scormcloud_cli.commands.shared import uploads

    area = _area(session)
    with uploads.opened(session, file, "filedata") as upload:
        path = area.put(upload)
    session.output.one({"path": path, "status": "uploaded"}, FILES)


@upload_area.command("import")
@click.argument("path")
@click.option("--id", "course_id", required=True, metavar="ID", help="The course's ID.")
@click.option("--new-version", is_flag=True, help="Add a version if the course exists.")
@pass_session
def import_(session: Session, path: str, course_id: str, new_version: bool) -> None:
    """Make a course of a file of the upload area.

    \b
    Examples:
      scloud course upload-area import default/PATH.zip --id golf --api v1
      scloud course upload-area import default/PATH.zip --id golf --new-version --api v1
    """
    cloud = session.cloud()
    warnings = cloud.upload_area.import_(path, course_id, new_version=new_version)
    course = cloud.courses.get(course_id).to_record()
    record = {"courseId": course_id, "status": "COMPLETE", "course": course, "warnings": warnings}
    session.output.one(record, _IMPORT)


@upload_area.command()
@click.argument("paths", metavar="PATH...|-", nargs=-1, required=True)
@many
@pass_session
def delete(session: Session, paths: tuple[str, ...]) -> None:
    """Delete files of the upload area; '-' reads paths from standard input.

    \b
    Examples:
      scloud course upload-area delete default/PATH.zip --api v1
      scloud course upload-area delete default/PATH.zip --yes --api v1
    """
    targets = named(session, "file", paths)
    bulk.delete(session, targets, _area(session).delete)
