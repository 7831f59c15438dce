"""Reports over v2; what each method does stands in ``api/reports.py``."""

from scormcloud_cli.api.errors import ServiceRefused
from scormcloud_cli.api.reports import Account
from scormcloud_cli.api.v2.client import Client


class Reports:
    """What the service says of an account, over v2."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def account(self) -> Account:
        return Account.from_record(self._client.call("GetAccountInfo"))

    def reportage_token(self, permission: str, *, admin: bool = False) -> str:
        values = {"navPermission": permission, "admin": admin or None}
        answer = self._client.call("GetReportageAuthToken", values)
        if not answer.get("authEnabled", True):
            raise ServiceRefused("Reportage is switched off for this account")
        return str(answer["queryString"])

    def reportage_link(self, token: str, report_url: str) -> str:
        values = {"auth": token, "reportUrl": report_url}
        return str(self._client.call("GetReportageLink", values)["reportageLink"])
