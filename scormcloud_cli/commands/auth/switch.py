import click

from scormcloud_cli.commands.auth._record import profile_record
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.accounts import PROFILE


@click.command(cls=Command, prints=PROFILE)
@click.argument("name", metavar="NAME")
def switch(session: Session, name: str) -> None:
    """Use a profile from now on when none is named.

    \b
    Examples:
      scloud auth switch staging
      scloud auth switch local
    """
    from scormcloud_cli.accounts import profiles

    profile = profiles.named(name, session.environ)
    profiles.switch(session.environ, name)
    session.output.one(profile_record(profile, session.environ))
