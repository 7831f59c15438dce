import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def export() -> None:
    """All of an application's data in one zip (v1)."""
