import click

from scormcloud_cli.commands.report._navigation import NAVIGATION, navigation_option
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.accounts import REPORTAGE_LINK


@click.command(cls=Command, prints=REPORTAGE_LINK)
@click.argument("report_url", metavar="REPORT_URL")
@navigation_option
def reportage_link(session: Session, report_url: str, navigation: str) -> None:
    """Make a link, with its token, to a report of Reportage.

    \b
    Examples:
      scloud report reportage-link https://cloud.scorm.com/Reportage/reportage.php?appId=APP
      scloud report reportage-link URL --navigation none -o ids
    """
    reports = session.cloud().reports
    token = reports.reportage_token(NAVIGATION[navigation])
    session.output.one({"reportageLink": reports.reportage_link(token, report_url)})
