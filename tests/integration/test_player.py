"""Courses that are played, from the command line to the result."""

import webbrowser

import pytest

from tests.support.environs import SAMPLES
from tests.support.playing import PASSED, play
from tests.support.results import Run, bound


@pytest.fixture
def local(scloud: Run) -> Run:
    """Run scloud on the profile local, where Ann is registered for a course."""
    names = ("SCLOUD_APP_ID", "SCLOUD_SECRET_KEY", "SCLOUD_BASE_URL")
    run = bound(scloud, **dict.fromkeys(names, ""), SCLOUD_PROFILE="local")
    assert run("course", "import", str(SAMPLES / "scorm12.zip"), "--id", "golf").code == 0
    create = ("registration", "create", "--course", "golf", "--learner", "ann", "--id", "ann")
    assert run(*create).code == 0
    return run


def test_launch_on_the_profile_local_waits_for_the_learner_and_tells_the_result(
    local: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def learn(link: str) -> bool:
        play(link, *PASSED)
        return True

    monkeypatch.setattr(webbrowser, "open", learn)
    done = local("registration", "launch", "ann", "--open")
    assert done.code == 0, done.err
    told = done.json
    assert (told["registrationSuccess"], told["score"]) == ("PASSED", {"scaled": 83.0})
    assert told["launchLink"].startswith("http://")


def test_launch_ends_where_nobody_opens_the_link(
    local: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _link: True)
    monkeypatch.setattr("scormcloud_cli.commands.registration.launch._LIFE", 0)
    done = local("registration", "launch", "ann", "--open")
    assert (done.code, done.error["code"]) == (8, "pending")
