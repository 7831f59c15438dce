"""What an account has used, counted in the store when it is asked for, and what it may have."""

import sqlite3
from dataclasses import dataclass

from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import TRIAL, Emulator, text

# What a trial account may have (docs/service/v2.md, Limits); other plans are refused nothing.
REGISTRATION_LIMIT = 10
CONTENT_LIMIT_MB = 100

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


def check_registrations(database: sqlite3.Connection, emulator: Emulator) -> None:
    """Refuse one more registration where the account's plan does not allow it.

    Raises:
        Refusal: the account has as many as it may have.
    """
    if emulator.plan != TRIAL:
        return
    (active,) = database.execute("SELECT count(*) FROM registrations").fetchone()
    if active >= REGISTRATION_LIMIT:
        message = f"The account has reached its limit of {REGISTRATION_LIMIT} active registrations"
        raise Refusal(400, message, "limit")


def check_content(database: sqlite3.Connection, emulator: Emulator, more: int) -> None:
    """Refuse more content where the account's plan does not allow it.

    Args:
        database: the store, in a transaction.
        emulator: the emulator.
        more: how many bytes are to be added.

    Raises:
        Refusal: the account would have more than it may have.
    """
    if emulator.plan != TRIAL:
        return
    (there,) = database.execute("SELECT coalesce(sum(size), 0) FROM versions").fetchone()
    if more > 0 and there + more > CONTENT_LIMIT_MB * 1024 * 1024:
        message = f"The account's limit of {CONTENT_LIMIT_MB} MB of course content would be passed"
        raise Refusal(400, message, "limit")
