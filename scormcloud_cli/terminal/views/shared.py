"""How what many kinds of things have is shown: results, tags, settings, links, files."""

from scormcloud_cli import api
from scormcloud_cli.terminal.view import Column, View

RESULT = View(
    "result",
    columns=(Column("id", "ID", whole=True), Column("status", "STATUS")),
    fields=("id", "status"),
)
# What became of each of the things that a command takes many of.
RESULTS = RESULT.of_many()
TAGS = View("tag", columns=(Column("id", "ID"), Column("tags", "TAGS")), fields=("id", "tags"))
SETTING = View(
    "setting",
    columns=(
        Column("id", "SETTING", whole=True),
        Column("effectiveValue", "VALUE"),
        Column("effectiveValueSource", "SET BY"),
    ),
    fields=lambda: api.SettingValue.field_paths(),
)
LAUNCH_LINK = View(
    "link",
    columns=(Column("launchLink", "LINK", whole=True),),
    fields=("launchLink",),
    id_field="launchLink",
)
DOWNLOAD = View(
    "download",
    columns=(Column("id", "ID"), Column("file", "FILE", whole=True), Column("bytes", "BYTES")),
    fields=("id", "file", "bytes"),
    id_field="file",
)
