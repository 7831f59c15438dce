from scormcloud_cli.commands.shared.tag import tag_group
from scormcloud_cli.terminal.views.invitations import INVITATION

tag = tag_group(INVITATION, lambda cloud: cloud.invitations.tags)
