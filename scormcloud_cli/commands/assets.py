"""``scloud course asset``: the files of courses."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from scormcloud_cli.commands import downloads
from scormcloud_cli.options import Group, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.views import Column, View

if TYPE_CHECKING:
    from scormcloud_cli.api.assets import Assets

FILES = View(
    "file",
    columns=(
        Column("path", "PATH", whole=True),
        Column("size", "BYTES"),
        Column("modified", "MODIFIED"),
        Column("status", "STATUS"),
    ),
    fields=("path", "size", "modified", "status"),
    id_field="path",
)
_VERSION = click.option(
    "--version", type=click.IntRange(min=0), metavar="N", help="Of this version.  [newest]"
)


def asset_group(assets_of: Callable[[Session], "Assets"]) -> click.Group:
    """Return the ``asset`` group.

    Args:
        assets_of: gives the files of courses.
    """

    @click.group(cls=Group, name="asset")
    def group() -> None:
        """The files of a course."""

    @group.command("list")
    @click.argument("course_id", metavar="ID")
    @_VERSION
    @pass_session
    def list_(session: Session, course_id: str, version: int | None) -> None:
        """List the files of a course.

        \b
        Examples:
          scloud course asset list golf
          scloud course asset list golf -o json | jq 'map(.size) | add'
        """
        found = assets_of(session).list(course_id, version)
        session.output.many((each.to_record() for each in found), FILES)

    @group.command()
    @click.argument("course_id", metavar="ID")
    @click.argument("path")
    @_VERSION
    @click.option("-O", "target", metavar="FILE", help="Where to.  [default: standard output]")
    @pass_session
    def get(
        session: Session, course_id: str, path: str, version: int | None, target: str | None
    ) -> None:
        """Download one file of a course.

        \b
        Examples:
          scloud course asset get golf imsmanifest.xml
          scloud course asset get golf shared/style.css -O style.css
        """
        assets = assets_of(session)
        downloads.save(
            session,
            path,
            target or "-",
            lambda sink, progress: assets.get(course_id, version, path, sink, progress),
            id_field="path",
        )

    @group.command()
    @click.argument("course_id", metavar="ID")
    @click.argument("source", metavar="FILE|URL")
    @click.option("--to", "folder", default="", metavar="FOLDER", help="Where to.  [the top]")
    @_VERSION
    @click.option(
        "--policy",
        type=click.Choice(["lax", "reject", "strict"]),
        default="lax",
        help="What if it is there already: replace it, refuse; or refuse if it is not (v2).",
    )
    @pass_session
    def put(
        session: Session,
        course_id: str,
        source: str,
        folder: str,
        version: int | None,
        policy: str,
    ) -> None:
        """Put a file into a course, under its own name; a URL is fetched by the service (v2).

        \b
        Examples:
          scloud course asset put golf style.css --to shared
          scloud course asset put golf extra.js --policy reject
        """
        from scormcloud_cli.commands import sources, uploads

        assets = assets_of(session)
        if sources.is_url(source):
            assets.fetch(course_id, version, source, folder, policy)
            file_name = sources.last_part(source)
        else:
            with uploads.opened(session, source, "file") as upload:
                assets.put(course_id, version, upload, folder, policy)
            file_name = upload.name
        name = f"{folder.strip('/')}/{file_name}".lstrip("/")
        session.output.one({"path": name, "status": "uploaded"}, FILES)

    @group.command()
    @click.argument("course_id", metavar="ID")
    @click.argument("path")
    @_VERSION
    @pass_session
    def delete(session: Session, course_id: str, path: str, version: int | None) -> None:
        """Take a file out of a course.

        \b
        Examples:
          scloud course asset delete golf old.js
          scloud course asset delete golf old.js --version 0 --yes
        """
        if not session.dry_run:
            session.terminal.confirm(f"Delete {path} from course {course_id}?")
        assets_of(session).delete(course_id, version, path)
        session.output.one({"path": path, "status": "deleted"}, FILES)

    return group
