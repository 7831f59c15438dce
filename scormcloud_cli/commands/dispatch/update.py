from typing import Any

import click

from scormcloud_cli import api
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.dispatch._options import change_options, read_change, target_options
from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.view import Record
from scormcloud_cli.terminal.views.dispatches import DISPATCH
from scormcloud_cli.workflows.options import RunOptions


@click.command(cls=Command, prints=DISPATCH.of_many())
@target_options
@change_options
@many.options
def update(
    session: Session, /, targets: many.Targets, run: RunOptions, **change_given: Any
) -> None:
    """Change dispatches.

    More than one asks first, and says how many.

    \b
    Examples:
      scloud dispatch update golf-at-acme --cap 100
      scloud dispatch update --course golf --expires 2027-01-01 --yes
    """
    change = read_change(session, **change_given)
    if change == api.DispatchChange():
        raise UsageError("there is nothing to change", hint="scloud dispatch update --help")
    if not targets.alone:
        many.confirm(session, targets, "Change {}?")
    dispatches = session.cloud(rate=run.rate).dispatches

    def update_one(dispatch_id: str) -> Record:
        dispatches.update(dispatch_id, change)
        return dispatches.get(dispatch_id).to_record()

    many.run_on(session, targets, update_one, run)
