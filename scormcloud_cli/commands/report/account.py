from typing import Any

import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.accounts import ACCOUNT


@click.command(cls=Command, prints=ACCOUNT)
def account(session: Session) -> None:
    """Show the account's plan, and its usage and limits.

    \b
    Examples:
      scloud report account
      scloud report account -o json | jq '.usage.regCount / .regLimit'
    """
    account_facts = session.cloud().reports.account()
    record: dict[str, Any] = account_facts.to_record()
    session.output.one(record)
    usage = account_facts.usage
    if session.output.format == "table" and usage and usage.reg_count is not None:
        limit = f" of {account_facts.reg_limit}" if account_facts.reg_limit else ""
        since = (usage.month_start or "")[:10]
        session.terminal.notice(f"{usage.reg_count}{limit} registrations used since {since}")
