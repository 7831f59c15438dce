import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def credential() -> None:
    """Key pairs that statements are sent and read with."""
