import click

from scormcloud_cli.commands.shared.command import Command
from scormcloud_cli.commands.shared.types import wait_timeout_option
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.views.exports import EXPORT


@click.command(cls=Command, prints=EXPORT)
@click.option("--wait", is_flag=True, help="Wait until it has ended.")
@wait_timeout_option
def start(session: Session, wait: bool, wait_timeout: float) -> None:
    """Begin an export, and show it.

    \b
    Examples:
      scloud report export start --api v1
      id=$(scloud report export start --wait --api v1 -o ids)
    """
    from scormcloud_cli.commands.report.export._waiting import wait_until_ended

    exports = session.cloud().exports
    made = exports.start()
    found = wait_until_ended(exports, made, wait_timeout) if wait else exports.get(made)
    session.output.one(found.to_record())
