"""The two ends of a statement pipe: their options, and what is shown of them."""

import click

from scormcloud_cli import api
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.shared.lists import Decorated
from scormcloud_cli.session import Session


def without_passwords(record: dict[str, object]) -> dict[str, object]:
    return {
        name: {key: part for key, part in value.items() if key != "password"}
        if isinstance(value, dict)
        else value
        for name, value in record.items()
    }


def end_options(function: Decorated) -> Decorated:
    """Add the options that say what a pipe's ends are, and how to log in there."""
    for option in (
        click.option(
            "--passwords-stdin",
            is_flag=True,
            help="Read the target's password, then the source's, a line each.",
        ),
        click.option("--source-user", metavar="NAME", help="The name to log in with there."),
        click.option("--source", metavar="URL", help="The record store to read."),
        click.option("--target-user", metavar="NAME", help="The name to log in with there."),
    ):
        function = option(function)
    return function


def passwords(session: Session, from_stdin: bool) -> tuple[str | None, str | None]:
    """Return the target's password and the source's, as standard input gives them."""
    if not from_stdin:
        return None, None
    target, source = (session.terminal.stdin.readline().rstrip("\r\n") for _ in range(2))
    return target or None, source or None


def endpoint(
    name: str, url: str | None, user: str | None, password: str | None
) -> "api.Endpoint | None":
    if url is None and user is not None:
        raise UsageError(f"--{name}-user needs --{name}")
    return None if url is None else api.Endpoint(url, user, password)
