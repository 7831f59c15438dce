import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.types import part_of
from scormcloud_cli.terminal.streams import printable
from scormcloud_cli.terminal.views.packages import DIFFERENCE

_MARKS = (("added", "+"), ("removed", "-"), ("changed", "~"), ("manifest", "·"))


@click.command(cls=Command, prints=DIFFERENCE)
@click.argument("source", metavar="FILE|FOLDER")
@click.argument("course_id", metavar="ID")
@part_of("version")
@click.option("--exit-code", is_flag=True, help="Exit 1 if there are differences.")
def diff(session: Session, source: str, course_id: str, number: int | None, exit_code: bool) -> int:
    """Show how a package differs from a course on the service.

    The package of the course is downloaded for it.

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
    from scormcloud_cli.workflows import sources

    courses = session.cloud().courses
    with sources.opened(source, session.progress) as file, tempfile.TemporaryFile() as kept:
        newer = sources.read(source, file)
        with session.progress.meter(f"downloading {course_id}") as meter:
            courses.download(course_id, number, kept, meter.bytes)
        differences = compare(sources.read(f"course {course_id}", kept), newer)
    version = courses.get(course_id, version=number).version
    record = {
        "courseId": course_id,
        **({} if version is None else {"version": version}),
        "same": not differences,
        "added": list(differences.added),
        "removed": list(differences.removed),
        "changed": list(differences.changed),
        "manifest": list(differences.manifest),
    }
    if session.output.for_people:
        for name, mark in _MARKS:
            for line in getattr(differences, name):
                session.terminal.write(f"{mark} {printable(line)}\n")
        legend = f"+ only in {source}, - only in {course_id}"
        session.terminal.notice(legend if differences else "no differences")
    else:
        session.output.one(record)
    return 1 if exit_code and differences else 0
