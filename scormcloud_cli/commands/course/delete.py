import click

from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.courses import COURSE
from scormcloud_cli.terminal.views.shared import RESULTS
from scormcloud_cli.workflows.options import RunOptions


@click.command(cls=Command, prints=RESULTS)
@click.argument("ids", metavar="ID...|-", nargs=-1, required=True)
@click.option("--version", type=click.IntRange(min=0), metavar="N", help="This version only.")
@many.options
def delete(session: Session, ids: tuple[str, ...], version: int | None, run: RunOptions) -> None:
    """Delete courses and their registrations.

    '-' reads IDs from standard input.

    \b
    Examples:
      scloud course delete golf
      scloud course delete golf --version 0 --yes
      scloud course list --tag old -o ids | scloud course delete - --yes
    """
    courses = session.cloud(rate=run.rate).courses
    many.delete(
        session,
        many.named(session, COURSE, ids),
        lambda course_id: courses.delete(course_id, version),
        run,
        question="Delete {} with all registrations?"
        if version is None
        else f"Delete version {version} of {{}} with all registrations?",
    )
