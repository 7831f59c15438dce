"""``scloud course``: everything about courses."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from scormcloud_cli.api.errors import UsageFault
from scormcloud_cli.commands.assets import asset_group
from scormcloud_cli.commands.check import check
from scormcloud_cli.commands.diff import diff
from scormcloud_cli.commands.inspect import inspect
from scormcloud_cli.commands.pack import pack
from scormcloud_cli.commands.publish import publish
from scormcloud_cli.commands.shared import downloads
from scormcloud_cli.commands.shared.config import config_group
from scormcloud_cli.commands.shared.options import (
    Group,
    goes_on,
    list_options,
    many,
    named,
    pass_session,
)
from scormcloud_cli.commands.shared.statements import statements_command
from scormcloud_cli.commands.shared.tag import tag_group
from scormcloud_cli.commands.upload_area import upload_area
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Column, Record, View
from scormcloud_cli.workflows import bulk, waiting

if TYPE_CHECKING:
    from scormcloud_cli.api.courses import Courses


def _view() -> View:
    from scormcloud_cli.api.courses import Course

    return View(
        "course",
        columns=(
            Column("id", "ID", whole=True),
            Column("title", "TITLE"),
            Column("courseLearningStandard", "STANDARD"),
            Column("version", "VERSION"),
            Column("registrationCount", "REGISTRATIONS"),
            Column("tags", "TAGS"),
            Column("created", "CREATED"),
            Column("updated", "UPDATED"),
        ),
        fields=Course.field_names(),
    )


def _job_view() -> View:
    from scormcloud_cli.api.courses import ImportJob

    return View(
        "import",
        columns=(
            Column("jobId", "JOB", whole=True),
            Column("courseId", "COURSE", whole=True),
            Column("status", "STATUS"),
            Column("course.version", "VERSION"),
            Column("course.title", "TITLE"),
            Column("message", "MESSAGE"),
            Column("error.message", "ERROR"),
        ),
        fields=(*ImportJob.field_names(), "error"),
        id_field="courseId",
    )


def _courses(session: Session) -> "Courses":
    return session.cloud().courses


@click.group(cls=Group)
def course() -> None:
    """Courses: import, list, show, configure, download, delete."""


course.add_command(asset_group(lambda session: _courses(session).assets))
for each in (inspect, check, pack, diff, publish, upload_area):
    course.add_command(each)
course.add_command(
    statements_command(
        "course",
        "version",
        lambda session, owner, span, version: _courses(session).statements(
            owner, span, version=version
        ),
    )
)
course.add_command(tag_group("course", lambda session: _courses(session).tags))
course.add_command(
    config_group(
        "course",
        lambda session, version: _courses(session).configuration(version),
        part="version",
    )
)


@course.command("import")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--id", "course_id", metavar="ID", help="The course's ID.  [default: file's name]")
@click.option("--title", metavar="TITLE", help="Give it this title instead of the package's.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Give it this tag.")
@click.option("--new-version", is_flag=True, help="Add a version if the course exists.")
@click.option("--skip-existing", is_flag=True, help="Leave the course as it is if it exists.")
@click.option(
    "--wait/--no-wait", default=True, help="Wait until the import has ended.  [default: wait]"
)
@waiting.timeout_option
@click.option("--no-check", is_flag=True, help="Send the package without looking at it first.")
@click.option("--reference", is_flag=True, help="Leave the media file at its URL (v2).")
@click.option(
    "--connector",
    "connector_id",
    metavar="ID",
    help="SOURCE is what this content connector calls the content, which stays there (v2).",
)
@many
@pass_session
def import_(
    session: Session,
    sources: tuple[str, ...],
    course_id: str | None,
    title: str | None,
    tags: tuple[str, ...],
    new_version: bool,
    skip_existing: bool,
    wait: bool,
    wait_timeout: float,
    no_check: bool,
    reference: bool,
    connector_id: str | None,
) -> None:
    """Import course packages.

    A SOURCE is a zip, a folder (zipped on the way), a pdf, mp3 or mp4 file, or an https URL that
    the service fetches. Without --new-version or --skip-existing a course that exists is left
    alone and the import is refused. With --reference or --connector the content stays where it is.
    With --resume a course that exists is taken for one that the run before had sent: it gets its
    title and tags, and is not sent again. To send versions safely, use `course publish`.

    \b
    Examples:
      scloud course import pkg.zip
      scloud course import pkg.zip --id golf --title "Golf" --tag sport --new-version
      scloud course import build/*.zip --skip-existing -o jsonl
      scloud course import https://files.example/tennis.zip --no-wait
    """
    from scormcloud_cli.workflows import importing as imports
    from scormcloud_cli.workflows.sources import default_id

    if course_id is not None and len(sources) > 1:
        raise UsageFault("--id names one course, but there are several sources")
    if new_version and skip_existing:
        raise UsageFault("--new-version and --skip-existing exclude each other")
    if not wait and (title is not None or tags):
        raise UsageFault(
            "--title and --tag are set once the import has ended, so they need --wait",
            hint="leave out --no-wait",
        )
    if reference and connector_id is not None:
        raise UsageFault("--reference and --connector exclude each other")
    ids = {source: course_id or default_id(source) for source in sources}
    wishes = imports.Wishes(
        title=title,
        tags=tags,
        new_version=new_version,
        skip_existing=skip_existing,
        wait=wait,
        wait_timeout=wait_timeout,
        check=not no_check,
        reference=reference,
        connector_id=connector_id,
    )
    courses = _courses(session)

    def import_one(source: str) -> Record:
        job = imports.import_course(session, courses, source, ids[source], wishes)
        if session.output.format == "table":  # in JSON they are part of the record
            for warning in job.warnings or ():
                session.terminal.warn(f"{ids[source]}: {warning}")
        return job.to_record()

    bulk.run(
        session,
        sources,
        import_one,
        _job_view(),
        alone=len(sources) == 1,
        name=lambda source: {"courseId": ids[source]},
    )


@course.command("list")
@goes_on
@list_options("GetCourses")
@click.option("--metadata", is_flag=True, help="With each course's metadata (v2).")
@click.option("--registration-count", is_flag=True, help="With the number of registrations.")
@pass_session
def list_(
    session: Session,
    filters: Mapping[str, Any],
    metadata: bool,
    registration_count: bool,
) -> None:
    """List courses, the newest first.

    \b
    Examples:
      scloud course list
      scloud course list --tag safety --since 2026-01-01 -o json | jq -r '.[].id'
      scloud course list --filter golf --filter-by title -o csv
      scloud course list --tag old -o ids | scloud course delete - --yes
    """
    from scormcloud_cli.api.courses import CourseQuery

    query = CourseQuery(
        **filters,
        metadata=metadata,
        registration_count=registration_count,
    )
    found = _courses(session).list(query)
    session.output.many((each.to_record() for each in found), _view())


@course.command()
@click.argument("course_id", metavar="ID")
@click.option("--version", type=click.IntRange(min=0), metavar="N", help="This version of it.")
@click.option("--metadata", is_flag=True, help="With its metadata.")
@click.option("--registration-count", is_flag=True, help="With the number of registrations.")
@pass_session
def show(
    session: Session,
    course_id: str,
    version: int | None,
    metadata: bool,
    registration_count: bool,
) -> None:
    """Show a course.

    \b
    Examples:
      scloud course show golf
      scloud course show golf --version 0 --metadata -o json
    """
    found = _courses(session).get(
        course_id, version=version, metadata=metadata, registration_count=registration_count
    )
    session.output.one(found.to_record(), _view())


@course.command()
@click.argument("course_id", metavar="ID")
@click.pass_context
def exists(context: click.Context, course_id: str) -> None:
    """Say whether there is a course: prints true or false, and exits 0 or 3.

    \b
    Examples:
      scloud course exists golf
      scloud course exists golf -q || scloud course import golf.zip
    """
    session = context.ensure_object(Session)
    found = _courses(session).exists(course_id)
    session.output.value(found, "true" if found else "false")
    context.exit(0 if found else 3)


@course.command()
@click.argument("ids", metavar="ID...|-", nargs=-1, required=True)
@click.option("--version", type=click.IntRange(min=0), metavar="N", help="This version only.")
@many
@pass_session
def delete(session: Session, ids: tuple[str, ...], version: int | None) -> None:
    """Delete courses and their registrations; '-' reads IDs from standard input.

    \b
    Examples:
      scloud course delete golf
      scloud course delete golf --version 0 --yes
      scloud course list --tag old -o ids | scloud course delete - --yes
    """
    courses = _courses(session)
    bulk.delete(
        session,
        named(session, "course", ids),
        lambda course_id: courses.delete(course_id, version),
        question="Delete {} with all registrations?"
        if version is None
        else f"Delete version {version} of {{}} with all registrations?",
    )


@course.command()
@click.argument("course_id", metavar="ID")
@click.argument("new_title", metavar="TITLE")
@pass_session
def title(session: Session, course_id: str, new_title: str) -> None:
    """Change the title of a course, and show it.

    \b
    Examples:
      scloud course title golf "Golf for beginners"
      scloud course title golf "Golf" --api v1
    """
    courses = _courses(session)
    courses.set_title(course_id, new_title)
    session.output.one(courses.get(course_id).to_record(), _view())


@course.command()
@click.argument("course_id", metavar="ID")
@click.option("--version", type=click.IntRange(min=0), metavar="N", help="This version of it.")
@click.option("-O", "target", metavar="FILE", help="Where to; '-' is standard output.")
@pass_session
def download(session: Session, course_id: str, version: int | None, target: str | None) -> None:
    """Download the package of a course.

    The file appears under its name only when it is whole. Without -O it is called ID.zip.

    \b
    Examples:
      scloud course download golf
      scloud course download golf --version 0 -O golf-0.zip
      scloud course download golf -O - | sha256sum
    """
    courses = _courses(session)
    downloads.save(
        session,
        course_id,
        target,
        lambda sink, progress: courses.download(course_id, version, sink, progress),
        id_field="courseId",
    )


@course.command()
@click.argument("course_id", metavar="ID")
@click.option("--version", type=click.IntRange(min=0), metavar="N", help="This version of it.")
@click.option(
    "--redirect",
    default="closer",
    metavar="URL",
    help="Where the player goes on exit: a URL, closer or blank.  [default: closer]",
)
@click.option("--open", "open_", is_flag=True, help="Open it in the browser.")
@pass_session
def preview(
    session: Session, course_id: str, version: int | None, redirect: str, open_: bool
) -> None:
    """Print a link that plays a course without keeping results.

    \b
    Examples:
      scloud course preview golf --open
      scloud course preview golf --version 0 -o json | jq -r .launchLink
    """
    from scormcloud_cli.commands.shared.links import show_link

    show_link(session, _courses(session).preview(course_id, version, redirect), open_)


@course.command()
@click.argument("course_id", metavar="ID")
@pass_session
def versions(session: Session, course_id: str) -> None:
    """List the versions of a course, the oldest first.

    \b
    Examples:
      scloud course versions golf
      scloud course versions golf -o json | jq '.[-1].version'
    """
    found = _courses(session).versions(course_id)
    session.output.many((each.to_record() for each in found), _view()._replace(id_field="version"))


@course.command()
@click.argument("job_id", metavar="JOB_ID")
@click.option("--wait", is_flag=True, help="Wait until the import has ended.")
@waiting.timeout_option
@pass_session
def job(session: Session, job_id: str, wait: bool, wait_timeout: float) -> None:
    """Show how an import stands. Jobs are known for a week after they end.

    \b
    Examples:
      scloud course job 0d9f6c1e
      scloud course job 0d9f6c1e --wait --wait-timeout 60
    """
    from scormcloud_cli.workflows import importing as imports

    courses = _courses(session)
    if wait:
        found = imports.wait_for(courses, job_id, wait_timeout)
    else:
        found = courses.job(job_id)
        if found.status == "ERROR":
            raise imports.failed(found)
    session.output.one(found.to_record(), _job_view())
