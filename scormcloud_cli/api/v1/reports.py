"""Reports over v1; what each method does stands in ``api/reports.py``."""

from scormcloud_cli.api.reports import Account, AccountUsage
from scormcloud_cli.api.v1.client import Client
from scormcloud_cli.api.v1.elements import child, integer, is_true, required, text, time


class Reports:
    """What the service says of an account, over v1."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def account(self) -> Account:
        element = child(self._client.call("rustici.reporting.getAccountInfo"), "account")
        return Account(
            email=text(element, "email"),
            first_name=text(element, "firstname"),
            last_name=text(element, "lastname"),
            company=text(element, "company"),
            account_type=text(element, "accounttype"),
            reg_limit=integer(element, "reglimit"),
            strict_limit=is_true(element, "strictlimit"),
            create_date=time(element, "createdate"),
            usage=AccountUsage(
                month_start=time(element, "usage/monthstart"),
                reg_count=integer(element, "usage/regcount"),
                total_registrations=integer(element, "usage/totalregistrations"),
                total_courses=integer(element, "usage/totalcourses"),
            ),
        )

    def reportage_token(self, permission: str, *, admin: bool = False) -> str:
        values = {"navpermission": permission, "admin": admin or None}
        root = self._client.call("rustici.reporting.getReportageAuth", values)
        return required(root, "auth")

    def reportage_link(self, token: str, report_url: str) -> str:
        values = {"auth": token, "reporturl": report_url}
        return self._client.url("rustici.reporting.launchReport", values)
