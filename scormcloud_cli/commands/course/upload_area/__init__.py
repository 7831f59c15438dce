import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def upload_area() -> None:
    """Packages that are sent first and imported later (v1)."""
