import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def connector() -> None:
    """Content connectors: sources of courses elsewhere (v2)."""
