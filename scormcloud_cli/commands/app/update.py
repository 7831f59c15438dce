import click

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.applications import APPLICATION


@click.command(cls=Command, prints=APPLICATION)
@click.argument("app_id", metavar="ID")
@click.option("--name", metavar="NAME", help="Call it this.")
@click.option(
    "--allow-delete/--no-allow-delete",
    default=None,
    help="Allow its registrations to be deleted through the API, or not.",
)
def update(session: Session, app_id: str, name: str | None, allow_delete: bool | None) -> None:
    """Change an application, and show it.

    \b
    Examples:
      scloud app update ID --name "Demo, old"
      scloud app update ID --allow-delete
    """
    if name is None and allow_delete is None:
        raise UsageError("there is nothing to change", hint="give --name or --allow-delete")
    applications = session.cloud(management=True).applications
    applications.update(app_id, name=name, allow_delete=allow_delete)
    session.output.one(applications.get(app_id).to_record())
