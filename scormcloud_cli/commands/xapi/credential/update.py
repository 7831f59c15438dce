import click

from scormcloud_cli import api
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.xapi.credential._options import AUTH, auth_option, permissions_option
from scormcloud_cli.terminal.views.shared import RESULT


@click.command(cls=Command, prints=RESULT)
@click.argument("credential_id", metavar="ID")
@click.option("--name", metavar="NAME", help="Call it this.")
@click.option("--info", metavar="TEXT", help="Anything worth remembering (v2).")
@click.option("--enable/--disable", "enabled", default=None, help="Enable or disable it.")
@auth_option
@permissions_option
def update(
    session: Session,
    credential_id: str,
    name: str | None,
    info: str | None,
    enabled: bool | None,
    auth: str | None,
    permissions: str | None,
) -> None:
    """Change a key pair.

    \b
    Examples:
      scloud xapi credential update ID --disable
      scloud xapi credential update ID --name "CI, old" --permissions readonly
    """
    change = api.XapiCredentialChange(
        name=name,
        info=info,
        enabled=enabled,
        auth=AUTH[auth] if auth else None,
        permissions=permissions.upper() if permissions else None,
    )
    if change == api.XapiCredentialChange():
        raise UsageError("there is nothing to change", hint="scloud xapi credential update --help")
    session.cloud().xapi.update_credential(credential_id, change)
    session.output.one({"id": credential_id, "status": "updated"})
