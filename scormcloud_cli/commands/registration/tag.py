from scormcloud_cli.commands.shared.tag import tag_group
from scormcloud_cli.terminal.views.registrations import REGISTRATION

tag = tag_group(REGISTRATION, lambda cloud: cloud.registrations.tags)
