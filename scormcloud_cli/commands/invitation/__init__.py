import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def invitation() -> None:
    """Invitations of learners to a course, by mail or by a link."""
