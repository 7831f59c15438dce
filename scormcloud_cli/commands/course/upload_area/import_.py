import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.courses import IMPORT


@click.command(cls=Command, prints=IMPORT)
@click.argument("path")
@click.option("--id", "course_id", required=True, metavar="ID", help="The course's ID.")
@click.option("--new-version", is_flag=True, help="Add a version if the course exists.")
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
    session.output.one(record)
