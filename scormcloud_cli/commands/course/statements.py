from scormcloud_cli.commands.shared.statements import statements_command
from scormcloud_cli.terminal.views.courses import COURSE

statements = statements_command(
    COURSE,
    "version",
    lambda cloud, course_id, span, version: cloud.courses.statements(
        course_id, span, version=version
    ),
)
