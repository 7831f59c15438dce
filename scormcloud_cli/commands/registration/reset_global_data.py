import click

from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.registrations import REGISTRATION
from scormcloud_cli.terminal.views.shared import RESULT


@click.command(cls=Command, prints=RESULT)
@click.argument("registration_id", metavar="ID")
def reset_global_data(session: Session, registration_id: str) -> None:
    """Delete the global objectives of a registration.

    They are what courses share for its learner.

    \b
    Examples:
      scloud registration reset-global-data golf-ann
      scloud registration reset-global-data golf-ann --yes --api v1
    """
    many.set_status(
        session,
        many.Targets(REGISTRATION, [registration_id], alone=True),
        session.cloud().registrations.reset_global_data,
        "global data reset",
        question="Throw away all global objectives of {}?",
    )
