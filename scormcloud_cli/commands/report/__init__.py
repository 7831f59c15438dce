import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def report() -> None:
    """Reports: the account's limits and usage, Reportage, exports."""
