from scormcloud_cli.commands.shared.tag import tag_group
from scormcloud_cli.terminal.views.dispatches import DISPATCH

tag = tag_group(DISPATCH, lambda cloud: cloud.dispatches.tags)
