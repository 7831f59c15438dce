from scormcloud_cli.commands.shared.statements import statements_command
from scormcloud_cli.terminal.views.registrations import REGISTRATION

statements = statements_command(
    REGISTRATION,
    "instance",
    lambda cloud, registration_id, span, instance: cloud.registrations.statements(
        registration_id, span, instance=instance
    ),
)
