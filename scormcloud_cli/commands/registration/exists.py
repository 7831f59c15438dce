"""``scloud registration exists``."""

import click

from scormcloud_cli.commands.shared.command import Command
from scormcloud_cli.session import Session


@click.command(cls=Command)
@click.argument("registration_id", metavar="ID")
@click.pass_context
def exists(context: click.Context, registration_id: str) -> None:
    """Say whether a registration exists.

    Prints true or false, and exits 0 or 3.

    \b
    Examples:
      scloud registration exists golf-ann
      scloud registration exists golf-ann --api v1
    """
    session = context.ensure_object(Session)
    found = session.cloud().registrations.exists(registration_id)
    session.output.value(found, "true" if found else "false")
    context.exit(0 if found else 3)
