from scormcloud_cli.commands.shared.tag import tag_group
from scormcloud_cli.terminal.views.learners import LEARNER

tag = tag_group(LEARNER, lambda cloud: cloud.learners.tags)
