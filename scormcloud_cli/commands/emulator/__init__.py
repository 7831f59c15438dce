import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def emulator() -> None:
    """A SCORM Cloud on this machine."""
