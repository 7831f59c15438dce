from typing import Any

import click

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.types import wait_timeout_option
from scormcloud_cli.terminal.view import Column
from scormcloud_cli.terminal.views.courses import PUBLICATION
from scormcloud_cli.workflows.options import RunOptions

_SUMMARY = (
    Column("courseId", "Course"),
    Column("title", "Title"),
    Column("version", "Version"),
    Column("action", "Result"),
    Column("changed", "Also changed"),
    Column("error.message", "Error"),
)


@click.command(cls=Command, prints=PUBLICATION.of_many())
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--id", "course_id", metavar="ID", help="The course's ID.  [default: source's name]")
@click.option("--title", metavar="TITLE", help="Its title.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Its tags, all of them.")
@click.option("--setting", "settings", multiple=True, metavar="NAME=VALUE", help="A setting of it.")
@click.option(
    "--config",
    "config",
    metavar="FILE",
    help="Title, tags and settings by course ID.  [default: scloud.toml beside or in the source]",
)
@click.option("--no-check", is_flag=True, help="Send the package without looking at it first.")
@click.option(
    "--settle",
    type=click.FloatRange(min=0),
    default=60.0,
    metavar="SECONDS",
    help="How long to look for an upload whose end is not known.  [default: 60]",
)
@wait_timeout_option
@many.options
def publish(
    session: Session,
    sources: tuple[str, ...],
    course_id: str | None,
    title: str | None,
    tags: tuple[str, ...],
    settings: tuple[str, ...],
    config: str | None,
    no_check: bool,
    settle: float,
    wait_timeout: float,
    run: RunOptions,
) -> None:
    """Bring courses on the service up to date with packages.

    It is safe to run again, whatever happened before.

    A SOURCE is a zip, a folder (zipped on the way), or a pdf, mp3 or mp4 file. Each gets a result,
    and one that fails stops none of the others; then the exit code is 9. In GitHub Actions a table
    of the results stands on the page of the job.

    Where there is no such course it is imported (action "created"). Where its current version has
    the same content nothing is sent ("unchanged"), however the zip was made. Otherwise it gets a
    new version ("updated"). Then title, tags and settings are set where they differ.

    The content's fingerprint is kept as a tag of the course, scloud:VERSION:…, so that any machine
    can tell. Where it is missing or of another version, the course's package is downloaded and
    compared. When the answer to an upload is lost, or an earlier run was killed, the service is
    asked before anything is sent again.

    \b
    scloud.toml:
      [golf]
      title = "Golf"
      tags = ["sport"]
      [golf.settings]
      PlayerShowNavBar = true

    \b
    Examples:
      scloud course publish golf.zip
      scloud course publish build/*.zip -o jsonl
      scloud course publish build --id golf --title "Golf" --tag sport -o json | jq -r .action
      scloud course publish golf.zip --id golf --setting PlayerShowNavBar=true
    """
    from scormcloud_cli.terminal.summary import summarized
    from scormcloud_cli.workflows import bulk
    from scormcloud_cli.workflows.course_settings import course_settings
    from scormcloud_cli.workflows.publishing import publish as publish_course
    from scormcloud_cli.workflows.sources import course_ids, is_url

    alone = len(sources) == 1
    if any(map(is_url, sources)):
        raise UsageError("a URL cannot be published", hint="download it, or scloud course import")
    if title is not None and not alone:
        raise UsageError(
            "--title names one course, but there are several sources",
            hint="scloud.toml has titles by course",
        )
    ids = course_ids(sources, course_id)
    settings_of = {
        source: course_settings(
            source, ids[source], title=title, tags=tags, settings=settings, config=config
        )
        for source in sources
    }
    courses = session.cloud(rate=run.rate).courses

    def publish_one(source: str) -> dict[str, Any]:
        record = publish_course(
            courses,
            source,
            ids[source],
            settings_of[source],
            session.progress,
            check=not no_check,
            settle=settle,
            wait=wait_timeout,
            dry_run=session.dry_run,
        )
        if session.output.format == "table" and not alone:  # elsewhere they are in the record
            for warning in record.get("warnings", ()):
                session.terminal.warn(f"{ids[source]}: {warning}")
        return record

    records = bulk.run(
        sources,
        publish_one,
        run,
        session.progress,
        alone=alone,
        words="publishing",
        name=lambda source: {"courseId": ids[source], "action": "failed"},
    )
    if not session.dry_run:
        records = summarized(session.terminal, "Published courses", _SUMMARY, records)
    many.print_records(session, records, alone=alone)
