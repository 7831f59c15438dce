import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def pipe() -> None:
    """Pipes that forward statements to another record store."""
