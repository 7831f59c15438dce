"""The log of a launch."""

import pytest

from scormcloud_cli.emulator import happenings, played, sittings
from scormcloud_cli.emulator.seats import Said
from scormcloud_cli.emulator.service import Emulator


def test_the_log_of_a_launch_has_a_bound_and_calls_go_on(
    emulator: Emulator, sitting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = emulator.store.reading()
    launch = played.sitting(database, sitting)["launch_id"]
    activity = str(sittings.course(emulator, sitting)["start"])
    sittings.call(emulator, sitting, activity, [Said(1, "LMSInitialize", [""])])
    monkeypatch.setattr(happenings, "LOG_LIMIT", 2000)
    location = "cmi.core.lesson_location"
    for number in range(2, 100):
        sittings.call(emulator, sitting, activity, [Said(number, "LMSSetValue", [location, "x"])])
    assert len(happenings.of_launch(database, launch)) < 20
    read = Said(100, "LMSGetValue", [location])
    assert sittings.call(emulator, sitting, activity, [read])[0]["answer"] == "x"
    sittings.call(emulator, sitting, activity, [Said(101, "LMSSetValue", [location, "y"])])
    (again,) = sittings.call(
        emulator, sitting, activity, [Said(99, "LMSSetValue", [location, "z"])]
    )
    assert (again["answer"], again["code"]) == ("true", "0")
    read = Said(102, "LMSGetValue", [location])
    assert sittings.call(emulator, sitting, activity, [read])[0]["answer"] == "y"
