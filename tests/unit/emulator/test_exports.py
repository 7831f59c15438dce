import json
import time
import zipfile

import pytest

from scormcloud_cli.emulator import exports
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import APP_ID, Emulator
from scormcloud_cli.emulator.store import insert
from tests.unit.emulator.conftest import add_course, register


def ended(emulator: Emulator, export_id: str) -> str:
    for _ in range(1000):
        status = str(exports.get(emulator, APP_ID, export_id)["status"])
        if status != "started":
            return status
        time.sleep(0.005)
    pytest.fail("the export did not end")


def left_behind(emulator: Emulator, worker: str) -> str:
    """Store an export as the process `worker` leaves it that dies in it."""
    row = {"app_id": APP_ID, "id": "export", "status": "started", "worker": worker, "started": ""}
    with emulator.store.writing() as database:
        insert(database, "exports", row)
    return "export"


def test_an_export_holds_packages_and_records(emulator: Emulator) -> None:
    add_course(emulator)
    register(emulator)
    export_id = exports.start(emulator, APP_ID)
    assert ended(emulator, export_id) == "complete"
    with zipfile.ZipFile(exports.file(emulator, export_id)) as archive:
        (course,) = json.loads(archive.read("courses.json"))
        (registration,) = json.loads(archive.read("registrations.json"))
        packages = [name for name in archive.namelist() if name.startswith("packages/")]
    assert (course["id"], registration["id"], len(packages)) == ("golf", "ann", 1)


def test_exports_are_listed_for_their_application_alone(emulator: Emulator) -> None:
    export_id = exports.start(emulator, APP_ID)
    assert [row["id"] for row in exports.all_of(emulator, APP_ID)] == [export_id]
    assert exports.all_of(emulator, "other") == []
    with pytest.raises(Refusal, match="Could not find export"):
        exports.get(emulator, "other", export_id)
    ended(emulator, export_id)


def test_an_export_of_a_process_that_died_is_in_error(emulator: Emulator) -> None:
    assert exports.get(emulator, APP_ID, left_behind(emulator, "123-dead"))["status"] == "error"


def test_an_export_that_runs_can_be_canceled(emulator: Emulator) -> None:
    export_id = left_behind(emulator, emulator.worker)
    exports.cancel(emulator, APP_ID, export_id)
    assert exports.get(emulator, APP_ID, export_id)["status"] == "canceled"


def test_an_export_that_has_ended_stays_as_it_is(emulator: Emulator) -> None:
    export_id = exports.start(emulator, APP_ID)
    ended(emulator, export_id)
    exports.cancel(emulator, APP_ID, export_id)
    assert exports.get(emulator, APP_ID, export_id)["status"] == "complete"
