import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def dispatch() -> None:
    """Dispatches: courses, lent to destinations.

    What is done to dispatches takes their IDs, or the filters of the list for all that match.
    """
