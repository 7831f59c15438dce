import click

from scormcloud_cli.commands.app._options import counts_option
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.applications import APPLICATION


@click.command(cls=Command, prints=APPLICATION)
@click.argument("app_id", metavar="ID")
@counts_option
def show(session: Session, app_id: str, counts: bool) -> None:
    """Show an application.

    \b
    Examples:
      scloud app show ID
      scloud app show ID --counts -o json
    """
    session.output.one(
        session.cloud(management=True).applications.get(app_id, counts=counts).to_record()
    )
