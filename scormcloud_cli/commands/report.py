"""``scloud report``: what the service says of an account."""

from typing import TYPE_CHECKING, Any

import click

from scormcloud_cli.commands.exports import export
from scormcloud_cli.commands.shared.options import Group, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Column, View

if TYPE_CHECKING:
    from scormcloud_cli.api.reports import Reports

_VIEW = View(
    "account",
    fields=(
        *("email", "firstName", "lastName", "company", "accountType", "regLimit"),
        *("strictLimit", "createDate", "usage"),
    ),
    id_field="email",
)
_TOKEN = View("token", columns=(Column("token", "TOKEN", whole=True),), id_field="token")
_LINK = View(
    "link", columns=(Column("reportageLink", "LINK", whole=True),), id_field="reportageLink"
)


def _reports(session: Session) -> "Reports":
    return session.cloud().reports


@click.group(cls=Group)
def report() -> None:
    """Reports: the account's plan, limits and usage; Reportage; exports."""


report.add_command(export)


@report.command()
@pass_session
def account(session: Session) -> None:
    """Show the account's plan, and its usage against the limits.

    \b
    Examples:
      scloud report account
      scloud report account -o json | jq '.usage.regCount / .regLimit'
    """
    found = _reports(session).account()
    record: dict[str, Any] = found.to_record()
    session.output.one(record, _VIEW)
    usage = found.usage
    if session.output.format == "table" and usage and usage.reg_count is not None:
        limit = f" of {found.reg_limit}" if found.reg_limit else ""
        since = (usage.month_start or "")[:10]
        session.terminal.notice(f"{usage.reg_count}{limit} registrations used since {since}")


_PERMISSION = click.option(
    "--navigation",
    type=click.Choice(["none", "down", "free"]),
    default="free",
    help="How far one may go from the first report.  [default: free]",
)
_PERMISSIONS = {"none": "NONAV", "down": "DOWNONLY", "free": "FREENAV"}


@report.command("reportage-token")
@_PERMISSION
@click.option("--admin", is_flag=True, help="With the rights of an administrator.")
@pass_session
def reportage_token(session: Session, navigation: str, admin: bool) -> None:
    """Make a token that logs a browser in to Reportage.

    \b
    Examples:
      scloud report reportage-token
      scloud report reportage-token --navigation down -o ids
    """
    token = _reports(session).reportage_token(_PERMISSIONS[navigation], admin=admin)
    session.output.one({"token": token}, _TOKEN)


@report.command("reportage-link")
@click.argument("report_url", metavar="REPORT_URL")
@_PERMISSION
@pass_session
def reportage_link(session: Session, report_url: str, navigation: str) -> None:
    """Make a link to a report of Reportage, with a token of its own.

    \b
    Examples:
      scloud report reportage-link https://cloud.scorm.com/Reportage/reportage.php?appId=APP
      scloud report reportage-link URL --navigation none -o ids
    """
    reports = _reports(session)
    token = reports.reportage_token(_PERMISSIONS[navigation])
    session.output.one({"reportageLink": reports.reportage_link(token, report_url)}, _LINK)
