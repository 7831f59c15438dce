"""How invitations, their sending and who was invited are shown."""

from scormcloud_cli import api
from scormcloud_cli.terminal.view import Column, View

INVITATION = View(
    "invitation",
    columns=(
        Column("id", "ID", whole=True),
        Column("courseId", "COURSE"),
        Column("isPublic", "PUBLIC"),
        Column("allowLaunch", "LAUNCH"),
        Column("registrationCount", "REGISTRATIONS"),
        Column("createDate", "CREATED"),
        Column("expirationDate", "EXPIRES"),
    ),
    fields=lambda: api.Invitation.field_paths(),
)
SENDING = View(
    "job",
    columns=(
        Column("status", "STATUS"),
        Column("processed", "DONE"),
        Column("total", "OF"),
        Column("errors", "ERRORS"),
    ),
    fields=lambda: api.InvitationJob.field_paths(),
    id_field="status",
)
INVITED = View(
    "learner",
    columns=(
        Column("email", "E-MAIL", whole=True),
        Column("isStarted", "STARTED"),
        Column("registrationId", "REGISTRATION", whole=True),
        Column("registrationReport.complete", "COMPLETION"),
        Column("registrationReport.success", "SUCCESS"),
        Column("registrationReport.score.scaled", "SCORE"),
    ),
    fields=lambda: api.Invited.field_paths(),
    id_field="registrationId",
)
