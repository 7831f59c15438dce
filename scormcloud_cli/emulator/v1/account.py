"""Account facts over v1. Reportage and FTP are switched off: one machine has no such thing."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from scormcloud_cli.api import V1, catalog
from scormcloud_cli.emulator.account import REGISTRATION_LIMIT, Usage, usage
from scormcloud_cli.emulator.service import TRIAL
from scormcloud_cli.emulator.v1 import envelope
from scormcloud_cli.emulator.v1.envelope import add
from scormcloud_cli.emulator.v1.face import Call, Handler, NumberedRefusal


def get_account_info(call: Call) -> Element:
    used = usage(*call.changing)
    account = Element("account")
    add(account, "email", f"{call.app_id}@localhost")
    add(account, "firstname")
    add(account, "lastname")
    add(account, "company", "scloud emulator")
    add(account, "accounttype", call.emulator.plan)
    add(account, "reglimit", REGISTRATION_LIMIT)
    add(account, "strictlimit", call.emulator.plan == TRIAL)
    add(account, "createdate", envelope.whole_seconds(used.created))
    counts = _usage(used)
    add(counts, "totalregistrations", used.registrations)
    add(counts, "totalcourses", used.courses)
    account.append(counts)
    return account


def get_usage_info(call: Call) -> Element:
    return _usage(usage(*call.changing))


def _usage(used: Usage) -> Element:
    counts = Element("usage")
    add(counts, "monthstart", envelope.whole_seconds(used.month_start))
    add(counts, "regcount", used.registrations_this_month)
    return counts


def switched_off(call: Call) -> Element:
    """Answer as a service that does not have this.

    Raises:
        NumberedRefusal: always.
    """
    area = call.operation.area
    what = "Reportage" if area == "reporting" else "FTP"
    raise NumberedRefusal(1, f"{what} is switched off for application [{call.app_id}]")


_OFF = [
    *(name for name in catalog.operations(V1) if name.startswith("rustici.ftp.")),
    "rustici.reporting.getReportageAuth",
    "rustici.reporting.launchReport",
    "rustici.reporting.updateApplicationInReportage",
]

HANDLERS: Mapping[str, Handler] = {
    **dict.fromkeys(_OFF, switched_off),
    "rustici.reporting.getAccountInfo": get_account_info,
    "rustici.reporting.getUsageInfo": get_usage_info,
}
