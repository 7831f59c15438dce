"""Account facts over v2. Reportage is switched off: it has no counterpart on one machine."""

from collections.abc import Mapping
from typing import Any

from scormcloud_cli.emulator.account import REGISTRATION_LIMIT, usage
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import TRIAL
from scormcloud_cli.emulator.v2.face import Call, Handler

_PERMISSIONS = ("NONAV", "DOWNONLY", "FREENAV")


def get_account_info(call: Call) -> dict[str, Any]:
    used = usage(*call.changing)
    return {
        "email": f"{call.app_id}@localhost",
        "company": "scloud emulator",
        "accountType": call.emulator.plan,
        "regLimit": REGISTRATION_LIMIT,
        "strictLimit": call.emulator.plan == TRIAL,
        "createDate": used.created,
        "usage": {
            "monthStart": used.month_start,
            "regCount": used.registrations_this_month,
            "totalRegistrations": used.registrations,
            "totalCourses": used.courses,
        },
    }


def get_reportage_auth(call: Call) -> dict[str, Any]:
    if call.values["navPermission"] not in _PERMISSIONS:
        raise Refusal(400, f"navPermission must be one of {', '.join(_PERMISSIONS)}")
    return {"authEnabled": False, "queryString": ""}


def get_reportage_link(call: Call) -> dict[str, str]:
    return {"reportageLink": call.link("/Reportage/off")}


HANDLERS: Mapping[str, Handler] = {
    "GetAccountInfo": get_account_info,
    "GetReportageAuthToken": get_reportage_auth,
    "GetReportageLink": get_reportage_link,
}
