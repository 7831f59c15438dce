from scormcloud_cli.commands.shared.config import config_group
from scormcloud_cli.terminal.views.courses import COURSE

config = config_group(
    "course", COURSE, lambda cloud, version: cloud.courses.configuration(version), part="version"
)
