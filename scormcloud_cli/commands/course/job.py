import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.types import wait_timeout_option
from scormcloud_cli.terminal.views.courses import IMPORT


@click.command(cls=Command, prints=IMPORT)
@click.argument("job_id", metavar="JOB_ID")
@click.option("--wait", is_flag=True, help="Wait until the import has ended.")
@wait_timeout_option
def job(session: Session, job_id: str, wait: bool, wait_timeout: float) -> None:
    """Show how an import stands.

    Jobs are known for a week after they end.

    \b
    Examples:
      scloud course job 0d9f6c1e
      scloud course job 0d9f6c1e --wait --wait-timeout 60
    """
    from scormcloud_cli.workflows import waiting

    courses = session.cloud().courses
    if wait:
        job = waiting.for_import(courses, job_id, wait_timeout)
    else:
        job = courses.job(job_id)
        waiting.check_import(job)
    session.output.one(job.to_record())
