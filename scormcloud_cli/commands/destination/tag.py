from scormcloud_cli.commands.shared.tag import tag_group
from scormcloud_cli.terminal.views.destinations import DESTINATION

tag = tag_group(DESTINATION, lambda cloud: cloud.destinations.tags)
