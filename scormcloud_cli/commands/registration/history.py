import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.types import part_of
from scormcloud_cli.terminal.views.registrations import LAUNCH, LOG_LINE, log_lines


@click.command(cls=Command, prints=LAUNCH)
@click.argument("registration_id", metavar="ID")
@part_of("instance")
@click.option("--log", is_flag=True, help="With what happened in each: calls, answers, errors.")
def history(session: Session, registration_id: str, number: int | None, *, log: bool) -> None:
    """List the launches of a registration.

    \b
    Examples:
      scloud registration history golf-ann
      scloud registration history golf-ann -o json | jq '.[-1].exitTime'
      scloud registration history golf-ann --log
    """
    launches = session.cloud().registrations.history(registration_id, number, log=log)
    records = (launch.to_record() for launch in launches)
    if not log:
        session.output.many(records)
    elif session.output.for_people:
        session.output.view = LOG_LINE
        session.output.many(log_lines(records))
    else:
        session.output.also("historyLog")
        session.output.many(records)
