import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.types import wait_timeout_option
from scormcloud_cli.terminal.views.exports import EXPORT


@click.command(cls=Command, prints=EXPORT)
@click.argument("export_id", metavar="ID")
@click.option("--wait", is_flag=True, help="Wait until it has ended.")
@wait_timeout_option
def show(session: Session, export_id: str, wait: bool, wait_timeout: float) -> None:
    """Show how an export stands.

    \b
    Examples:
      scloud report export show ID --api v1
      scloud report export show ID --wait --wait-timeout 60 --api v1
    """
    from scormcloud_cli.commands.report.export._waiting import wait_until_ended

    exports = session.cloud().exports
    export = wait_until_ended(exports, export_id, wait_timeout) if wait else exports.get(export_id)
    session.output.one(export.to_record())
