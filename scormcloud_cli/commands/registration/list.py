import click

from scormcloud_cli import api
from scormcloud_cli.commands.registration._options import query_options
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.lists import resumable
from scormcloud_cli.terminal.views.registrations import REGISTRATION


@click.command(cls=Command, prints=REGISTRATION)
@resumable
@query_options
def list_(session: Session, /, query: "api.RegistrationQuery") -> None:
    """List registrations with their results.

    The newest come first.

    \b
    Examples:
      scloud registration list --course golf
      scloud registration list --learner ann@example.org -o json | jq '.[].score.scaled'
      scloud registration list --since 2026-01-01 --datetime-filter updated -o csv
    """
    registrations = session.cloud().registrations.list(query)
    session.output.many(registration.to_record() for registration in registrations)
