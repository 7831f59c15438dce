"""``scloud course diff``: a package here, and the course on the service."""

import click

from scormcloud_cli.commands.shared.options import Command, part_of
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.streams import printable
from scormcloud_cli.terminal.view import Column, View

_VIEW = View(
    "difference",
    columns=(
        Column("courseId", "COURSE", whole=True),
        Column("version", "VERSION"),
        Column("same", "SAME"),
    ),
    fields=("courseId", "version", "same", "added", "removed", "changed", "manifest"),
    id_field="courseId",
)
_MARKS = (("added", "+"), ("removed", "-"), ("changed", "~"), ("manifest", "·"))


@click.command(cls=Command)
@click.argument("source", metavar="FILE|FOLDER")
@click.argument("course_id", metavar="ID")
@part_of("version")
@click.option("--exit-code", is_flag=True, help="Exit 1 if there are differences.")
@click.pass_context
def diff(
    context: click.Context, source: str, course_id: str, number: int | None, exit_code: bool
) -> None:
    """Show how a package differs from the course on the service, whose package is downloaded.

    Files are compared by their content: + only here, - only there, ~ different. What the
    descriptors say otherwise follows in words.

    \b
    Examples:
      scloud course diff pkg.zip golf
      scloud course diff pkg.zip golf --version 0 -o json | jq -r '.changed[]'
      scloud course diff pkg.zip golf --exit-code -o json > /dev/null || echo "golf is not the same"
    """
    import tempfile

    from scormcloud_cli.packages.differences import compare
    from scormcloud_cli.terminal.progress import meter
    from scormcloud_cli.workflows import sources

    session = context.ensure_object(Session)
    courses = session.cloud().courses
    with sources.opened(source) as file, tempfile.TemporaryFile() as kept:
        newer = sources.read(source, file)
        with meter(session.terminal, f"downloading {course_id}") as progress:
            courses.download(course_id, number, kept, progress.bytes)
        found = compare(sources.read(f"course {course_id}", kept), newer)
    version = courses.get(course_id, version=number).version
    record = {
        "courseId": course_id,
        **({} if version is None else {"version": version}),
        "same": not found,
        "added": list(found.added),
        "removed": list(found.removed),
        "changed": list(found.changed),
        "manifest": list(found.manifest),
    }
    if session.output.for_people:
        for name, mark in _MARKS:
            for line in getattr(found, name):
                session.terminal.write(f"{mark} {printable(line)}\n")
        legend = f"+ only in {source}, - only in {course_id}"
        session.terminal.notice(legend if found else "no differences")
    else:
        session.output.one(record, _VIEW)
    context.exit(1 if exit_code and found else 0)
