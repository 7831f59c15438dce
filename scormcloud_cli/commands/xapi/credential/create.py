import click

from scormcloud_cli import api
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.xapi.credential._options import AUTH, auth_option, permissions_option
from scormcloud_cli.terminal.views.xapi import KEY_PAIR


@click.command(cls=Command, prints=KEY_PAIR)
@click.argument("name")
@click.option("--info", metavar="TEXT", help="Anything worth remembering (v2).")
@auth_option
@permissions_option
def create(
    session: Session, name: str, info: str | None, auth: str | None, permissions: str | None
) -> None:
    """Create a key pair and print it, its secret included.

    \b
    Examples:
      scloud xapi credential create "CI"
      scloud xapi credential create "Dashboard" --permissions readonly -o json
    """
    change = api.XapiCredentialChange(
        name=name,
        info=info,
        auth=AUTH[auth] if auth else None,
        permissions=permissions.upper() if permissions else None,
    )
    session.output.one(session.cloud().xapi.create_credential(change).to_record())
