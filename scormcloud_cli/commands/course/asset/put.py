import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.types import part_of
from scormcloud_cli.terminal.views.courses import CHANGED_FILE


@click.command(cls=Command, prints=CHANGED_FILE)
@click.argument("course_id", metavar="ID")
@click.argument("source", metavar="FILE|URL")
@click.option("--to", "folder", default="", metavar="FOLDER", help="Where to.  [default: the top]")
@part_of("version")
@click.option(
    "--policy",
    type=click.Choice(["lax", "reject", "strict"]),
    default="lax",
    help="What if it is there already: replace it, refuse; or refuse if it is not (v2).",
)
def put(
    session: Session, course_id: str, source: str, folder: str, number: int | None, policy: str
) -> None:
    """Put a file into a course, under its own name.

    A URL is fetched by the service (v2).

    \b
    Examples:
      scloud course asset put golf style.css --to shared
      scloud course asset put golf extra.js --policy reject
    """
    from scormcloud_cli.commands.shared import uploads
    from scormcloud_cli.workflows import sources

    assets = session.cloud().courses.assets
    if sources.is_url(source):
        assets.fetch(course_id, number, source, folder, policy)
        file_name = sources.last_part(source)
    else:
        with uploads.opened(session, source, "file") as upload:
            assets.put(course_id, number, upload, folder, policy)
        file_name = upload.name
    path = f"{folder.strip('/')}/{file_name}".lstrip("/")
    session.output.one({"path": path, "status": "uploaded"})
