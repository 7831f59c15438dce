"""What the tests of workflows are given: fakes of what workflows work on."""

import pytest

from tests.unit.workflows.fakes import Clock, FakeCourses, FakeRegistrations, Recorder


@pytest.fixture
def reporter() -> Recorder:
    """A reporter that keeps what it is told."""
    return Recorder()


@pytest.fixture
def courses() -> FakeCourses:
    """An application without courses."""
    return FakeCourses()


@pytest.fixture
def registrations() -> FakeRegistrations:
    """An application without registrations."""
    return FakeRegistrations()


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that workflows wait by: a pause of theirs takes no time."""
    stopped = Clock()
    for module in ("registering", "sending", "waiting"):
        monkeypatch.setattr(f"scormcloud_cli.workflows.{module}.time", stopped)
    return stopped
