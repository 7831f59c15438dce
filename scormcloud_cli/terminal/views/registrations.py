"""How registrations, their launches and instances are shown."""

from scormcloud_cli import api
from scormcloud_cli.terminal.view import Column, View

REGISTRATION = View(
    "registration",
    columns=(
        Column("id", "ID", whole=True),
        Column("course.id", "COURSE"),
        Column("learner.id", "LEARNER"),
        Column("registrationCompletion", "COMPLETION"),
        Column("registrationSuccess", "SUCCESS"),
        Column("score.scaled", "SCORE"),
        Column("totalSecondsTracked", "SECONDS"),
        Column("createdDate", "CREATED"),
        Column("lastAccessDate", "LAST ACCESS"),
    ),
    fields=lambda: api.Registration.field_paths(),
)
LEARNED = REGISTRATION._replace(
    columns=(
        Column("id", "ID", whole=True),
        Column("status", "STATUS"),
        Column("registrationCompletion", "COMPLETION"),
        Column("registrationSuccess", "SUCCESS"),
        Column("score.scaled", "SCORE"),
        Column("totalSecondsTracked", "SECONDS"),
    )
).of_many()
INSTANCE = REGISTRATION._replace(
    noun="instance",
    columns=(
        Column("instance", "INSTANCE"),
        Column("course.version", "VERSION"),
        Column("registrationCompletion", "COMPLETION"),
        Column("registrationSuccess", "SUCCESS"),
        Column("updated", "UPDATED"),
    ),
    id_field="instance",
)
REGISTERED = View(
    "registration",
    columns=(
        Column("id", "ID", whole=True),
        Column("status", "STATUS"),
        Column("course.id", "COURSE"),
        Column("learner.id", "LEARNER"),
    ),
    fields=("id", "status", "course.id", "learner.id"),
).of_many()
LAUNCH = View(
    "launch",
    columns=(
        Column("id", "ID", whole=True),
        Column("launchTime", "LAUNCHED"),
        Column("exitTime", "ENDED"),
        Column("completionStatus", "COMPLETION"),
        Column("successStatus", "SUCCESS"),
        Column("score.scaled", "SCORE"),
        Column("totalSecondsTracked", "SECONDS"),
    ),
    fields=lambda: api.Launch.field_paths(),
)
POSTBACK_TEST = View(
    "postback",
    columns=(Column("url", "URL", whole=True), Column("status", "STATUS")),
    fields=("url", "status"),
    id_field="url",
)
