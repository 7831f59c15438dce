from typing import Any

import click

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.shared import postback
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.registrations import POSTBACK_TEST


@click.command(cls=Command, prints=POSTBACK_TEST)
@postback.postback_options
def test_postback(session: Session, /, **given: Any) -> None:
    """Make the service post a sample result to a URL.

    It says whether the result was accepted there.

    \b
    Examples:
      scloud registration test-postback --postback-url https://lms.example/hook
      pass hook | scloud registration test-postback --postback-url https://lms.example/hook \\
          --postback-auth httpbasic --postback-user cloud --postback-password-stdin
    """
    target = postback.read(session, **given)
    if target is None:
        raise UsageError("there is nothing to test", hint="give --postback-url")
    session.cloud().registrations.test_postback(target)
    session.output.one({"url": target.url, "status": "accepted"})
