import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def course() -> None:
    """Courses: import, list, show, configure, download, delete."""
