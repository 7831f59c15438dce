"""What every integration test keeps to."""

import subprocess

import pytest


@pytest.fixture(autouse=True)
def _no_unmarked_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let only tests that are marked so start processes: the others are the quick ones."""
    if request.node.get_closest_marker("process") is None:

        def refuse(*_arguments: object, **_options: object) -> None:
            pytest.fail("a test that starts a process is to be marked: @pytest.mark.process")

        monkeypatch.setattr(subprocess.Popen, "__init__", refuse)
