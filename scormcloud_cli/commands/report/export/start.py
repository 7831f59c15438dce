import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.types import wait_timeout_option
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
    export_id = exports.start()
    export = wait_until_ended(exports, export_id, wait_timeout) if wait else exports.get(export_id)
    session.output.one(export.to_record())
