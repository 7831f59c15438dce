"""How courses, their imports, files, settings and packages are shown."""

from scormcloud_cli import api
from scormcloud_cli.terminal.view import Column, View

COURSE = View(
    "course",
    columns=(
        Column("id", "ID", whole=True),
        Column("title", "TITLE"),
        Column("courseLearningStandard", "STANDARD"),
        Column("version", "VERSION"),
        Column("registrationCount", "REGISTRATIONS"),
        Column("tags", "TAGS"),
        Column("created", "CREATED"),
        Column("updated", "UPDATED"),
    ),
    fields=lambda: api.Course.field_paths(),
)
VERSION = COURSE._replace(noun="version", id_field="version")
IMPORT = View(
    "import",
    columns=(
        Column("jobId", "JOB", whole=True),
        Column("courseId", "COURSE", whole=True),
        Column("status", "STATUS"),
        Column("course.version", "VERSION"),
        Column("course.title", "TITLE"),
        Column("message", "MESSAGE"),
    ),
    fields=lambda: api.ImportJob.field_paths(),
    id_field="courseId",
)
PUBLICATION = View(
    "publication",
    columns=(
        Column("courseId", "COURSE", whole=True),
        Column("version", "VERSION"),
        Column("action", "ACTION"),
        Column("changed", "ALSO CHANGED"),
        Column("fingerprint", "FINGERPRINT"),
    ),
    fields=("courseId", "version", "title", "action", "changed", "fingerprint", "warnings"),
    id_field="courseId",
)
FILE = View(
    "file",
    columns=(
        Column("path", "PATH", whole=True),
        Column("size", "BYTES"),
        Column("modified", "MODIFIED"),
    ),
    fields=lambda: api.Asset.field_paths(),
    id_field="path",
)
CHANGED_FILE = View(
    "file",
    columns=(Column("path", "PATH", whole=True), Column("status", "STATUS")),
    fields=("path", "status"),
    id_field="path",
)
COURSE_DOWNLOAD = View(
    "download",
    columns=(
        Column("courseId", "COURSE", whole=True),
        Column("file", "FILE", whole=True),
        Column("bytes", "BYTES"),
    ),
    fields=("courseId", "file", "bytes"),
    id_field="file",
)
FILE_DOWNLOAD = View(
    "download",
    columns=(
        Column("path", "PATH", whole=True),
        Column("file", "FILE", whole=True),
        Column("bytes", "BYTES"),
    ),
    fields=("path", "file", "bytes"),
    id_field="file",
)
