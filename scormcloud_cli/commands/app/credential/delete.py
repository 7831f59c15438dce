import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import RESULT


@click.command(cls=Command, prints=RESULT)
@click.argument("app_id", metavar="ID")
@click.argument("credential_id", metavar="CREDENTIAL_ID")
def delete(session: Session, app_id: str, credential_id: str) -> None:
    """Delete a secret key: nothing can be called with it from then on.

    \b
    Examples:
      scloud app credential delete ID CREDENTIAL_ID
      scloud app credential delete ID CREDENTIAL_ID --yes
    """
    if not session.dry_run:
        session.terminal.confirm(f"Delete the secret key {credential_id} of application {app_id}?")
    session.cloud(management=True).applications.delete_credential(app_id, credential_id)
    session.output.one({"id": credential_id, "status": "deleted"})
