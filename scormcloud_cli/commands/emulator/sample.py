import click

from scormcloud_cli.commands.emulator._data import emulated
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.courses import IMPORT
from scormcloud_cli.workflows.samples import STANDARDS


@click.command(cls=Command, prints=IMPORT)
@click.option(
    "--standard",
    type=click.Choice(STANDARDS),
    default=STANDARDS[0],
    help="What the course reports by.  [default: scorm12]",
)
@click.option(
    "--id", "course_id", metavar="ID", help="The course's ID.  [default: sample-STANDARD]"
)
def sample(session: Session, standard: str, course_id: str | None) -> None:
    """Import a sample course that comes with scloud.

    It is a lesson with two questions, and reports status, score, answers, time and what was chosen
    so far; by cmi5 and xAPI it opens and reports nothing. A course of that ID that exists is left
    as it is.

    \b
    Examples:
      scloud -p local emulator sample
      scloud -p local emulator sample --standard scorm2004 --id passwords
    """
    from scormcloud_cli.workflows import samples
    from scormcloud_cli.workflows.importing import ImportOptions, import_course

    courses = emulated(session).courses
    with samples.sample(standard) as folder:
        job = import_course(
            courses,
            folder,
            course_id or f"sample-{standard}",
            ImportOptions(skip_existing=True),
            session.progress,
        )
    session.output.one(job.to_record())
