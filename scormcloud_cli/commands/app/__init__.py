import click

from scormcloud_cli.commands.shared.command import Group


@click.group(cls=Group)
def app() -> None:
    """Applications, their secret keys and configuration.

    All but config takes the management application's credentials: SCLOUD_MANAGEMENT_APP_ID and
    SCLOUD_MANAGEMENT_SECRET_KEY, or those of scloud auth login --management.
    """
