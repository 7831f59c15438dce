import click

from scormcloud_cli.commands.shared.config import config_group
from scormcloud_cli.terminal.views.applications import APPLICATION

config = config_group(
    "app",
    APPLICATION,
    lambda cloud, _: cloud.configuration,
    owner_option=click.option(
        "--standard",
        "owner",
        default="",
        metavar="STANDARD[:single|:multiple]",
        help="For courses of this standard, such as SCORM12, with one SCO or several.",
    ),
    example="--standard SCORM12 ",
)
