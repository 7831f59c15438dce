import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def destination() -> None:
    """Destinations: the places that dispatches go to."""
