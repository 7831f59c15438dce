"""How packages are shown before they travel: what they are, their problems, their differences."""

from scormcloud_cli.terminal.view import Column, View

PACKAGE = View(
    "package",
    columns=(
        Column("courseLearningStandard", "STANDARD"),
        Column("title", "TITLE"),
        Column("identifier", "IDENTIFIER"),
        Column("fileCount", "FILES"),
        Column("size", "BYTES"),
    ),
    fields=(
        *("courseLearningStandard", "identifier", "title", "metadata.*", "courseLanguages"),
        *("descriptor", "organizations", "rootActivity.*", "resources", "fileCount", "size"),
        *("compressedSize", "files", "problems", "contentType"),
    ),
    id_field="identifier",
)
PACKED = View(
    "package",
    columns=(
        Column("file", "FILE", whole=True),
        Column("bytes", "BYTES"),
        Column("fingerprint", "FINGERPRINT"),
    ),
    fields=("file", "bytes", "fingerprint"),
    id_field="file",
)
PROBLEM = View(
    "problem",
    columns=(
        Column("severity", "SEVERITY"),
        Column("code", "CODE", whole=True),
        Column("file", "FILE"),
        Column("path", "IN"),
        Column("line", "LINE"),
        Column("message", "MESSAGE", whole=True),
        Column("advice", "WHAT TO DO", whole=True),
    ),
    fields=("file", "code", "severity", "count", "message", "advice", "path", "line", "column"),
    id_field="code",
)
DIFFERENCE = View(
    "difference",
    columns=(
        Column("courseId", "COURSE", whole=True),
        Column("version", "VERSION"),
        Column("same", "SAME"),
    ),
    fields=("courseId", "version", "same", "added", "removed", "changed", "manifest"),
    id_field="courseId",
)
