import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.registrations import INSTANCE


@click.command(cls=Command, prints=INSTANCE)
@click.argument("registration_id", metavar="ID")
def instances(session: Session, registration_id: str) -> None:
    """List the instances of a registration, the oldest first.

    \b
    Examples:
      scloud registration instances golf-ann
      scloud registration instances golf-ann -o json | jq '.[-1].instance'
    """
    instances = session.cloud().registrations.instances(registration_id)
    session.output.many(instance.to_record() for instance in instances)
