import click

from scormcloud_cli.commands.report._navigation import NAVIGATION, navigation_option
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.accounts import REPORTAGE_TOKEN


@click.command(cls=Command, prints=REPORTAGE_TOKEN)
@navigation_option
@click.option("--admin", is_flag=True, help="With the rights of an administrator.")
def reportage_token(session: Session, navigation: str, admin: bool) -> None:
    """Make a token that logs a browser in to Reportage.

    \b
    Examples:
      scloud report reportage-token
      scloud report reportage-token --navigation down -o ids
    """
    token = session.cloud().reports.reportage_token(NAVIGATION[navigation], admin=admin)
    session.output.one({"token": token})
