import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def credential() -> None:
    """The secret keys of an application."""
