"""The v2 face: REST and JSON (docs/service/v2.md, v2.json)."""

from collections.abc import Mapping

from scormcloud_cli.emulator.v2 import (
    access,
    account,
    applications,
    assets,
    connectors,
    courses,
    dispatches,
    invitations,
    learners,
    registrations,
    xapi,
)
from scormcloud_cli.emulator.v2.face import Handler

_AREAS = (
    *(access, account, applications, assets, connectors, courses),
    *(dispatches, invitations, learners, registrations, xapi),
)
# What answers each operation, by its name in the catalogue.
HANDLERS: Mapping[str, Handler] = {
    name: handler for area in _AREAS for name, handler in area.HANDLERS.items()
}
