import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def asset() -> None:
    """The files of a course."""
