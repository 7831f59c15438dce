"""The v1 face: signed calls and XML answers (docs/service/v1.md, v1.json)."""

from collections.abc import Mapping

from scormcloud_cli.emulator.v1 import (
    account,
    applications,
    assets,
    courses,
    debug,
    dispatches,
    exports,
    invitations,
    property_editor,
    registrations,
    tags,
    upload_area,
    xapi,
)
from scormcloud_cli.emulator.v1.face import Handler

_AREAS = (
    *(account, applications, assets, courses, debug, dispatches),
    *(exports, invitations, property_editor, registrations, tags, upload_area, xapi),
)
# What answers each method, by its name in the catalogue.
HANDLERS: Mapping[str, Handler] = {
    name: handler for area in _AREAS for name, handler in area.HANDLERS.items()
}
# What answers the address of the property editor.
EDITOR: Handler = property_editor.page
