"""The options that say where results are posted, shared by all that learners come to courses by."""

from collections.abc import Callable

import click

from scormcloud_cli import api
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.shared.lists import Decorated
from scormcloud_cli.session import Session


def postback_options(function: Decorated) -> Decorated:
    """Add the options ``--postback-…``; `read` makes a postback of what they say."""
    options: list[Callable[[Decorated], Decorated]] = [
        click.option("--postback-url", metavar="URL", help="Where the service reports results to."),
        click.option(
            "--postback-auth",
            type=click.Choice(["form", "httpbasic"]),
            help="How it logs in there.  [default: form]",
        ),
        click.option("--postback-user", metavar="NAME", help="The name it logs in with."),
        click.option(
            "--postback-password-stdin",
            is_flag=True,
            help="Read the password for it from standard input.",
        ),
        click.option(
            "--postback-format",
            type=click.Choice(["course", "activity", "full"]),
            help="How much it reports.",
        ),
    ]
    for option in reversed(options):
        function = option(function)
    return function


def read(
    session: Session,
    *,
    postback_url: str | None,
    postback_auth: str | None,
    postback_user: str | None,
    postback_password_stdin: bool,
    postback_format: str | None,
) -> "api.Postback | None":
    """Return the postback that the options ask for; None where they ask for none.

    Raises:
        UsageError: there are others without ``--postback-url``.
    """
    if postback_url is None:
        if postback_auth or postback_user or postback_password_stdin or postback_format:
            raise UsageError("the other --postback options need --postback-url")
        return None
    password = None
    if postback_password_stdin:
        password = session.terminal.stdin.readline().rstrip("\r\n")
    return api.Postback(
        url=postback_url,
        auth_type=postback_auth.upper() if postback_auth else None,
        user_name=postback_user,
        password=password,
        results_format=postback_format.upper() if postback_format else None,
    )
