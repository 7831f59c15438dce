from typing import Any

import click

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.types import wait_timeout_option
from scormcloud_cli.terminal.views.courses import IMPORT
from scormcloud_cli.workflows.options import RunOptions


@click.command(cls=Command, prints=IMPORT.of_many())
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--id", "course_id", metavar="ID", help="The course's ID.  [default: file's name]")
@click.option("--title", metavar="TITLE", help="Give it this title instead of the package's.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Give it this tag.")
@click.option("--new-version", is_flag=True, help="Add a version if the course exists.")
@click.option("--skip-existing", is_flag=True, help="Leave the course as it is if it exists.")
@click.option(
    "--wait/--no-wait", default=True, help="Wait until the import has ended.  [default: wait]"
)
@wait_timeout_option
@click.option("--no-check", is_flag=True, help="Send the package without looking at it first.")
@click.option("--reference", is_flag=True, help="Leave the media file at its URL (v2).")
@click.option(
    "--connector",
    "connector_id",
    metavar="ID",
    help="SOURCE is what this content connector calls the content, which stays there (v2).",
)
@many.options
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
    run: RunOptions,
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
    from scormcloud_cli.workflows import bulk
    from scormcloud_cli.workflows.importing import ImportOptions, import_course
    from scormcloud_cli.workflows.sources import course_ids

    if new_version and skip_existing:
        raise UsageError("--new-version and --skip-existing exclude each other")
    if not wait and (title is not None or tags):
        raise UsageError(
            "--title and --tag are set once the import has ended, so they need --wait",
            hint="leave out --no-wait",
        )
    if reference and connector_id is not None:
        raise UsageError("--reference and --connector exclude each other")
    ids = course_ids(sources, course_id)
    options = ImportOptions(
        title=title,
        tags=tags,
        new_version=new_version,
        skip_existing=skip_existing,
        resume=run.resume,
        wait=wait_timeout if wait else None,
        check=not no_check,
        reference=reference,
        connector_id=connector_id,
    )
    courses = session.cloud(rate=run.rate).courses

    def import_one(source: str) -> dict[str, Any]:
        job = import_course(courses, source, ids[source], options, session.progress)
        if session.output.format == "table":  # in JSON they are part of the record
            for warning in job.warnings or ():
                session.terminal.warn(f"{ids[source]}: {warning}")
        return job.to_record()

    alone = len(sources) == 1
    records = bulk.run(
        sources,
        import_one,
        run,
        session.progress,
        alone=alone,
        words="importing",
        name=lambda source: {"courseId": ids[source]},
    )
    many.print_records(session, records, alone=alone)
