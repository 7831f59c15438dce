"""What an account has used: counted in the store when it is asked for."""

from dataclasses import dataclass

from scormcloud_cli.emulator.service import Emulator, text

# What a trial account may have (docs/service/v2.md, Limits). The emulator refuses nothing.
REGISTRATION_LIMIT = 10


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
    start = text(month)
    database = emulator.store.reading()

    def count(query: str, *values: str) -> int:
        row = database.execute(f"SELECT count(*) FROM {query}", values).fetchone()
        return int(row[0])

    query = "SELECT created FROM applications WHERE id = ?"
    return Usage(
        created=database.execute(query, (app_id,)).fetchone()["created"],
        month_start=start,
        registrations_this_month=count(
            "registrations WHERE app_id = ? AND created >= ?", app_id, start
        ),
        registrations=count("registrations WHERE app_id = ?", app_id),
        courses=count("courses WHERE app_id = ?", app_id),
    )
