from scormcloud_cli.commands.shared.config import config_group
from scormcloud_cli.terminal.views.registrations import REGISTRATION

config = config_group(
    "registration",
    REGISTRATION,
    lambda cloud, instance: cloud.registrations.configuration(instance),
    part="instance",
)
