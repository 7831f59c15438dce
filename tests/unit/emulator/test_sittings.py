"""Sittings: what is kept of them, and for whom."""

from pathlib import Path

import pytest

from scormcloud_cli.emulator import happenings, links, played, postbacks, sittings
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.seats import Said
from scormcloud_cli.emulator.service import APP_ID, Emulator
from tests.unit.emulator.conftest import CONTENT, Clock

INITIALIZE = Said(1, "LMSInitialize", [""])
PASSED = Said(2, "LMSSetValue", ["cmi.core.lesson_status", "passed"])


def start(emulator: Emulator, sitting: str) -> str:
    return str(sittings.course(emulator, sitting)["start"])


def log(emulator: Emulator, sitting: str) -> list[object]:
    database = emulator.store.reading()
    launch = played.sitting(database, sitting)["launch_id"]
    return [
        line.get("number", line.get("event")) for line in happenings.of_launch(database, launch)
    ]


def test_what_was_answered_is_known_to_any_other_emulator_at_once(
    emulator: Emulator, sitting: str, tmp_path: Path, clock: Clock
) -> None:
    activity = start(emulator, sitting)
    sittings.call(emulator, sitting, activity, [INITIALIZE, PASSED])
    other = Emulator(tmp_path / "data", clock=clock, content_url=CONTENT)
    (answer,) = sittings.call(
        other, sitting, activity, [Said(3, "LMSGetValue", ["cmi.core.lesson_status"])]
    )
    assert answer["answer"] == "passed"
    assert sittings.exit_(other, sitting)["success"] == "PASSED"
    other.close()
    assert sittings.exit_(emulator, sitting)["success"] == "PASSED"


def test_calls_count_in_the_order_of_their_numbers_in_each_activity(
    emulator: Emulator, sitting: str
) -> None:
    activity = start(emulator, sitting)
    sittings.call(emulator, sitting, activity, [INITIALIZE, PASSED])
    sittings.leave(emulator, sitting, activity)
    sittings.call(emulator, sitting, activity, [PASSED])  # it is late, and came before
    assert log(emulator, sitting) == ["AttemptStart", 1, 2, "Rollup", "UnloadSco"]


def test_a_failure_within_keeps_nothing(
    emulator: Emulator, sitting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError("the disk is full")

    activity = start(emulator, sitting)
    with monkeypatch.context() as patch:
        patch.setattr(postbacks, "after_change", fail)
        with pytest.raises(OSError, match="full"):
            sittings.call(emulator, sitting, activity, [INITIALIZE, PASSED])
    assert log(emulator, sitting) == ["AttemptStart"]
    assert sittings.call(emulator, sitting, activity, [INITIALIZE])[0]["answer"] == "true"


def test_what_is_not_tracked_is_forgotten_after_a_day(
    emulator: Emulator, golf: str, ann: str, clock: Clock
) -> None:
    def preview() -> str:
        path = links.preview(emulator, APP_ID, golf, redirect="closer")
        link = links.find(emulator, path.rpartition("/")[2])
        assert link is not None
        return sittings.open_(emulator, link)

    first = preview()
    clock.forward(days=2)
    preview()
    with pytest.raises(Refusal):
        sittings.course(emulator, first)
