import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def callback() -> None:
    """Where the record store asks who a user is (v1)."""
