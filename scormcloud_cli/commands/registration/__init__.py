import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def registration() -> None:
    """Registrations: create, launch, follow, reset, delete."""
