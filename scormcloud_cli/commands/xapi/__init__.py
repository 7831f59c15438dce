import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def xapi() -> None:
    """The record store: key pairs and statement pipes."""
