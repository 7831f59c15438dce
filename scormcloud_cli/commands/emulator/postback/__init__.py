import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def postback() -> None:
    """Results that the emulator posts."""
