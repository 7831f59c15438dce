import click

from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.registrations import REGISTRATION
from scormcloud_cli.terminal.views.shared import RESULTS
from scormcloud_cli.workflows.options import RunOptions


@click.command(cls=Command, prints=RESULTS)
@click.argument("ids", metavar="ID...|-", nargs=-1, required=True)
@click.option("--instance", type=click.IntRange(min=0), metavar="N", help="This instance only.")
@many.options
def delete(session: Session, ids: tuple[str, ...], instance: int | None, run: RunOptions) -> None:
    """Delete registrations and their results.

    '-' reads IDs from standard input.

    \b
    Examples:
      scloud registration delete golf-ann
      scloud registration delete golf-ann --instance 0 --yes
      scloud registration list --course golf -o ids | scloud registration delete - --yes
    """
    registrations = session.cloud(rate=run.rate).registrations
    what = "{}" if instance is None else f"instance {instance} of {{}}"
    many.delete(
        session,
        many.named(session, REGISTRATION, ids),
        lambda registration_id: registrations.delete(registration_id, instance),
        run,
        question=f"Delete {what} with all results?",
    )
