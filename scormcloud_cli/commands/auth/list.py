import click

from scormcloud_cli.commands.auth._record import profile_record
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.accounts import PROFILE


@click.command(cls=Command, prints=PROFILE)
def list_(session: Session) -> None:
    """List the profiles on this machine.

    \b
    Examples:
      scloud auth list
      scloud auth list -o ids
    """
    from scormcloud_cli.accounts import profiles

    known = [*profiles.load(session.environ).values(), profiles.named(profiles.LOCAL, {})]
    session.output.many(profile_record(profile, session.environ) for profile in known)
