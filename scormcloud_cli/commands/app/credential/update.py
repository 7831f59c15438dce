import click

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.shared.command import Command, Session


@click.command(cls=Command)
@click.argument("app_id", metavar="ID")
@click.argument("credential_id", metavar="CREDENTIAL_ID")
@click.option("--name", metavar="NAME", help="Call it this.")
@click.option("--active/--inactive", default=None, help="Activate or deactivate it.")
def update(
    session: Session, app_id: str, credential_id: str, name: str | None, active: bool | None
) -> None:
    """Rename a secret key, or switch it off or on.

    \b
    Examples:
      scloud app credential update ID CREDENTIAL_ID --inactive
      scloud app credential update ID CREDENTIAL_ID --name "CI, old"
    """
    if name is None and active is None:
        raise UsageError("there is nothing to change", hint="give --name, --active or --inactive")
    session.cloud(management=True).applications.update_credential(
        app_id, credential_id, name=name, active=active
    )
    session.terminal.notice(f"changed {credential_id}")
