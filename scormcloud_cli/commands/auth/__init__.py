import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def auth() -> None:
    """Profiles on this machine and their secrets."""
