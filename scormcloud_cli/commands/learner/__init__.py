import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def learner() -> None:
    """Learners, who exist inside registrations only."""
