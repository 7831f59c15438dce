import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.applications import SECRET_KEY


@click.command(cls=Command, prints=SECRET_KEY)
@click.argument("app_id", metavar="ID")
@click.option(
    "--name", default="scloud", metavar="NAME", help="What it is called.", show_default=True
)
def create(session: Session, app_id: str, name: str) -> None:
    """Create a secret key and print it.

    This is the one time that it is shown.

    \b
    Examples:
      scloud app credential create ID --name CI
      scloud app credential create ID -o json | jq -r .credential
    """
    credential = session.cloud(management=True).applications.create_credential(app_id, name)
    session.output.one(credential.to_record())
    session.terminal.notice("keep the key now: it is not shown again")
