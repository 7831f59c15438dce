import click

from scormcloud_cli.api.errors import AuthenticationFailed
from scormcloud_cli.commands.auth._record import profile_record
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.accounts import PROFILE_IN_USE


@click.command(cls=Command, prints=PROFILE_IN_USE)
def status(session: Session) -> None:
    """Show the profile in use and whether the service accepts it.

    It tells as well where the secret key comes from.

    \b
    Examples:
      scloud auth status
      scloud auth status -p staging -o json | jq .accepted
    """
    from scormcloud_cli.accounts import profiles

    profile = session.profile()
    pair = profiles.credentials(profile, session.environ)
    record = profile_record(profile, session.environ)
    record["source"] = pair.source
    if pair.app_id:
        record["appId"] = pair.app_id
    try:
        record["baseUrl"] = session.cloud().ping().base_url
    except AuthenticationFailed:
        record["accepted"] = False
        session.output.one(record)
        raise
    record["accepted"] = True
    session.output.one(record)
