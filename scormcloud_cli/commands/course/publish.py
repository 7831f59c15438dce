import click

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.types import wait_timeout_option
from scormcloud_cli.terminal.views.courses import PUBLICATION


@click.command(cls=Command, prints=PUBLICATION)
@click.argument("source", metavar="FILE|FOLDER")
@click.option("--id", "course_id", required=True, metavar="ID", help="The course's ID.")
@click.option("--title", metavar="TITLE", help="Its title.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Its tags, all of them.")
@click.option("--setting", "settings", multiple=True, metavar="NAME=VALUE", help="A setting of it.")
@click.option(
    "--config",
    "config",
    metavar="FILE",
    help="Title, tags and settings by course ID.  [default: scloud.toml beside the source]",
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
def publish(
    session: Session,
    source: str,
    course_id: str,
    title: str | None,
    tags: tuple[str, ...],
    settings: tuple[str, ...],
    config: str | None,
    no_check: bool,
    settle: float,
    wait_timeout: float,
) -> None:
    """Bring a course on the service up to date with a package.

    It is safe to run again, whatever happened before.

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
      scloud course publish golf.zip --id golf
      scloud course publish build --id golf --title "Golf" --tag sport -o json | jq -r .action
      scloud course publish golf.zip --id golf --setting PlayerShowNavBar=true
    """
    from scormcloud_cli.workflows import sources
    from scormcloud_cli.workflows.course_settings import course_settings
    from scormcloud_cli.workflows.publishing import publish as publish_course

    if sources.is_url(source):
        raise UsageError("a URL cannot be published", hint="download it, or scloud course import")
    record = publish_course(
        session.cloud().courses,
        source,
        course_id,
        course_settings(
            source, course_id, title=title, tags=tags, settings=settings, config=config
        ),
        session.progress,
        check=not no_check,
        settle=settle,
        wait=wait_timeout,
        dry_run=session.dry_run,
    )
    session.output.one(record)
