"""The record store's credentials, callback, statement pipes and statements."""

import sqlite3
from typing import Any

from scormcloud_cli.emulator import courses, registrations, store
from scormcloud_cli.emulator.lists import Listing
from scormcloud_cli.emulator.records import Records
from scormcloud_cli.emulator.service import Emulator

# Their columns: `name`, `info`, `secret`, `enabled`, `auth`, `permissions`, in v2's words.
CREDENTIALS = Records("xapi_credentials", "xAPI credential", "credential", is_dated=True)
CREDENTIAL_LISTING = Listing(
    query="SELECT x.* FROM xapi_credentials x WHERE x.app_id = ?",
    kind="xapi credential",
    key="x.id",
    fields={"credential_id": "x.id", "name": "x.name"},
    orders={"created": "x.created", "updated": "x.updated", "name": "x.name COLLATE NOCASE"},
)
# Their columns: `source` and `target`, each as v2's XapiEndpointSchema.
PIPES = Records("statement_pipes", "statement pipe", "pipe")


def callback_url(database: sqlite3.Connection, app_id: str) -> str | None:
    """Return the URL that the record store asks about unknown credentials, if there is one."""
    row = store.row(database, "callbacks", {"app_id": app_id})
    return None if row is None else str(row["url"])


def set_callback_url(emulator: Emulator, app_id: str, url: str | None = None) -> None:
    """Set the URL that the record store asks about unknown credentials; None removes it."""
    with emulator.store.writing() as database:
        store.delete(database, "callbacks", {"app_id": app_id})
        if url is not None:
            store.insert(database, "callbacks", {"app_id": app_id, "url": url})


def statements_of_course(
    database: sqlite3.Connection, app_id: str, course_id: str, version: int | None
) -> list[dict[str, Any]]:
    """Return the statements about a course, or one version of it: the emulator keeps none.

    Raises:
        Refusal: there is no such course or version.
    """
    courses.version(database, app_id, course_id, version)
    return []


def statements_of_registration(
    database: sqlite3.Connection, app_id: str, registration_id: str, instance: int | None
) -> list[dict[str, Any]]:
    """Return the statements about a registration, or one instance: the emulator keeps none.

    Raises:
        Refusal: there is no such registration or instance.
    """
    registrations.get(database, app_id, registration_id, instance)
    return []
