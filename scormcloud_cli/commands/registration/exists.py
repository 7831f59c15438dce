import click

from scormcloud_cli.commands.shared.command import Command, Session


@click.command(cls=Command)
@click.argument("registration_id", metavar="ID")
def exists(session: Session, registration_id: str) -> int:
    """Say whether a registration exists.

    Prints true or false, and exits 0 or 3.

    \b
    Examples:
      scloud registration exists golf-ann
      scloud registration exists golf-ann --api v1
    """
    is_there = session.cloud().registrations.exists(registration_id)
    session.output.value(is_there, "true" if is_there else "false")
    return 0 if is_there else 3
