import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.applications import APPLICATION


@click.command(cls=Command, prints=APPLICATION)
@click.argument("name")
def create(session: Session, name: str) -> None:
    """Create an application.

    Its secret keys are made with: scloud app credential create.

    \b
    Examples:
      scloud app create "Demo"
      id=$(scloud app create "Demo" -o ids)
    """
    session.output.one(session.cloud(management=True).applications.create(name).to_record())
