"""What an account has used: counted in the store when it is asked for."""

from dataclasses import dataclass

from scormcloud_cli.emulator.service import Emulator, text

# What a trial account may have (docs/service/v2.md, Limits). The emulator refuses nothing.
REGISTRATION_LIMIT = 10

_USAGE = """
    SELECT created, :month_start AS month_start,
        (SELECT count(*) FROM registrations WHERE app_id = a.id AND created >= :month_start)
            AS registrations_this_month,
        (SELECT count(*) FROM registrations WHERE app_id = a.id) AS registrations,
        (SELECT count(*) FROM courses WHERE app_id = a.id) AS courses
    FROM applications a WHERE id = :app_id
"""


@dataclass(frozen=True, slots=True)
class Usage:
    """How much an application holds, and since when its month runs."""

    created: str
    month_start: str
    registrations_this_month: int
    registrations: int
    courses: int


def usage(emulator: Emulator, app_id: str) -> Usage:
    """Count what an application has used."""
    month = emulator.clock().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    values = {"app_id": app_id, "month_start": text(month)}
    return Usage(**emulator.store.reading().execute(_USAGE, values).fetchone())
