"""Exports: all of an application's packages and records in one zip, made by a job."""

import json
import sqlite3
import traceback
import uuid
import zipfile
from contextlib import suppress
from functools import partial
from pathlib import Path

from scormcloud_cli.emulator import assets, courses, store
from scormcloud_cli.emulator.records import Records
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator
from scormcloud_cli.emulator.store import insert

_EXPORTS = Records("exports", "export", "export", order="started, id")
# What is exported beside the packages.
_TABLES = ("courses", "versions", "learners", "registrations", "instances", "launches", "tags")


def start(emulator: Emulator, app_id: str) -> str:
    """Begin an export; return its ID."""
    export_id = str(uuid.uuid4())
    row = {"app_id": app_id, "id": export_id, "status": "started"}
    with emulator.store.writing() as database:
        row |= {"worker": emulator.worker, "started": emulator.now()}
        insert(database, "exports", row)
    emulator.start(lambda: _run(emulator, app_id, export_id))
    return export_id


def get(emulator: Emulator, app_id: str, export_id: str) -> sqlite3.Row:
    """Return how an export stands.

    Raises:
        Refusal: there is no such export.
    """
    row = _EXPORTS.get(emulator.store.reading(), app_id, export_id)
    if row["status"] == "started" and not emulator.is_alive(row["worker"]):
        if _end(emulator, export_id, "error"):
            file(emulator, export_id).unlink(missing_ok=True)
        return get(emulator, app_id, export_id)
    return row


def all_of(emulator: Emulator, app_id: str) -> list[sqlite3.Row]:
    """Return an application's exports, the oldest first."""
    return _EXPORTS.all_of(emulator.store.reading(), app_id)


def cancel(emulator: Emulator, app_id: str, export_id: str) -> None:
    """Cancel an export; one that has ended stays as it is.

    Raises:
        Refusal: there is no such export.
    """
    with emulator.store.writing():
        get(emulator, app_id, export_id)
        _end(emulator, export_id, "canceled")


def file(emulator: Emulator, export_id: str) -> Path:
    """Return where the zip of a complete export is."""
    return emulator.exports / f"{export_id}.zip"


def _run(emulator: Emulator, app_id: str, export_id: str) -> None:
    target = file(emulator, export_id)
    part = emulator.new_upload()
    try:
        _write(emulator, app_id, part)
        part.replace(target)
        if not _end(emulator, export_id, "complete"):
            target.unlink()  # it was canceled in the meantime
    except Exception:  # the export must end, whatever happens in it; stderr tells why
        traceback.print_exc()
        part.unlink(missing_ok=True)
        _end(emulator, export_id, "error")


def _write(emulator: Emulator, app_id: str, target: Path) -> None:
    database = emulator.store.reading()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in _TABLES:
            rows = [dict(row) for row in store.rows(database, table, {"app_id": app_id})]
            archive.writestr(f"{table}.json", json.dumps(rows, indent=1))
        for row in store.rows(database, "versions", {"app_id": app_id}):
            with suppress(Refusal):  # deleted while the export ran
                version = courses.get(database, app_id, row["course_id"], row["version"])
                name = f"packages/{version['file']}"
                assets.with_package(emulator, version, partial(archive.write, arcname=name))


def _end(emulator: Emulator, export_id: str, status: str) -> bool:
    """End an export; say whether it was still running."""
    key = {"id": export_id, "status": "started"}
    changes = {"status": status, "ended": emulator.now()}
    with emulator.store.writing() as database:
        return store.update(database, "exports", key, changes) == 1
