"""What the service says of an account."""

from dataclasses import dataclass
from typing import Protocol

from scormcloud_cli.api.models import Model, Time


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountUsage(Model):
    """What an account has used (ReportageAccountInfoUsageSchema)."""

    month_start: Time | None = None
    reg_count: int | None = None
    total_registrations: int | None = None
    total_courses: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Model):
    """An account's plan and usage (ReportageAccountInfoSchema)."""

    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    account_type: str | None = None
    reg_limit: int | None = None
    strict_limit: bool | None = None
    create_date: Time | None = None
    usage: AccountUsage | None = None


class Reports(Protocol):
    """What the service says of an account."""

    def account(self) -> Account:
        """Return the account's plan and usage."""

    def reportage_token(self, permission: str, *, admin: bool = False) -> str:
        """Return the query string that logs a browser in to Reportage."""

    def reportage_link(self, token: str, report_url: str) -> str:
        """Return a link to a report of Reportage."""
