from scormcloud_cli.commands.shared.tag import tag_group
from scormcloud_cli.terminal.views.courses import COURSE

tag = tag_group(COURSE, lambda cloud: cloud.courses.tags)
