"""Courses that are played, from the command line to the result."""

import http.client
import itertools
import json
import threading
import webbrowser
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from scormcloud_cli.emulator import happenings, sittings
from scormcloud_cli.emulator.seats import Said
from scormcloud_cli.emulator.service import Emulator
from tests.support.environs import SAMPLES, application_environ
from tests.support.playing import PASSED, play
from tests.support.processes import Processes
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


def test_launch_tells_the_result_while_the_browser_is_still_open(
    local: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_closed = threading.Event()

    def browse(link: str) -> bool:
        play(link, *PASSED)
        return is_closed.wait(60)

    monkeypatch.setattr(webbrowser, "open", browse)
    done = local("registration", "launch", "ann", "--open")
    is_closed.set()
    assert done.json["registrationSuccess"] == "PASSED"


def test_launch_says_the_link_before_it_waits(local: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _link: False)
    monkeypatch.setattr("scormcloud_cli.commands.registration.launch._LIFE", 1)
    done = local("registration", "launch", "ann", "--open")
    assert "/api/cloud/registration/launch/" in done.err
    assert "open the link yourself" in done.err


def test_launch_that_is_interrupted_says_that_the_result_so_far_is_kept(
    local: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(webbrowser, "open", lambda _link: True)
    monkeypatch.setattr("scormcloud_cli.workflows.playing.until_exited", interrupt)
    done = local("registration", "launch", "ann", "--open")
    assert done.code == 130
    assert done.error["hint"].endswith("is kept: scloud registration show ann")


@pytest.mark.process
def test_a_kill_loses_no_call_that_was_answered(
    scloud: Run, processes: Processes, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    process, url = processes.serve(tmp_path, "--data", folder)
    served = bound(scloud, **application_environ(url))
    assert served("course", "import", str(SAMPLES / "scorm12.zip"), "--id", "golf").code == 0
    create = ("registration", "create", "--course", "golf", "--learner", "ann", "--id", "ann")
    assert served(*create).code == 0
    with urlopen(served("registration", "launch", "ann").json["launchLink"]) as page:
        player = page.url
    (launch,) = served("registration", "history", "ann").json
    with urlopen(f"{player}/course") as answer:
        start = json.load(answer)["start"]
    threading.Timer(0.3, process.kill).start()
    answered = 0
    with suppress(OSError, http.client.HTTPException):
        for number in itertools.count(1):
            name, *arguments = ("LMSSetValue", "cmi.core.lesson_location", str(number))
            if number == 1:
                name, *arguments = ("LMSInitialize", "")
            call = {"n": number, "function": name, "arguments": arguments}
            body = json.dumps({"calls": [call]}).encode()
            with urlopen(f"{player}/calls/{start}", body) as answer:
                assert json.load(answer)["answers"][0]["answer"] == "true"
            answered = number
    process.wait()
    assert answered > 2
    with closing(Emulator(folder)) as emulator:
        log = happenings.of_launch(emulator.store.reading(), launch["id"])
        sitting = player.rpartition("/")[2]
        read = Said(answered + 10, "LMSGetValue", ["cmi.core.lesson_location"])
        (location,) = sittings.call(emulator, sitting, start, [read])
    calls = [line["number"] for line in log if "number" in line]
    assert calls[:answered] == list(range(1, answered + 1))
    assert int(location["answer"]) == calls[-1] >= answered


def test_a_log_that_was_told_is_played_again_to_the_same_result(local: Run, tmp_path: Path) -> None:
    create = ("registration", "create", "--course", "golf", "--learner", "bob", "--id", "bob")
    assert local(*create).code == 0
    assert local("emulator", "learn", "ann", "--score", "83").code == 0
    log = tmp_path / "log.json"
    log.write_text(local("registration", "history", "ann", "--log").out)
    done = local("emulator", "learn", "bob", "--replay", str(log))
    assert done.code == 0, done.err
    names = ("registrationCompletion", "registrationSuccess", "score")
    ann, bob = (local("registration", "show", name).json for name in ("ann", "bob"))
    assert [ann[name] for name in names] == [bob[name] for name in names]
    assert bob["score"] == {"scaled": 83.0}


def test_a_result_for_a_complete_registration_is_refused_and_says_why(local: Run) -> None:
    assert local("emulator", "learn", "ann", "--pass").json["status"] == "learned"
    failed = local("emulator", "learn", "ann", "--fail")
    assert (failed.code, failed.error["code"]) == (7, "no_credit")
    again = local("emulator", "learn", "ann").json
    assert (again["status"], again["registrationSuccess"]) == ("reviewed", "PASSED")


def test_a_complete_registration_is_learned_again_where_that_counts(local: Run) -> None:
    setting = "PlayerLaunchCompletedRegsAsNoCredit"
    assert local("registration", "config", "set", "ann", f"{setting}=false").code == 0
    assert local("emulator", "learn", "ann", "--pass").code == 0
    again = local("emulator", "learn", "ann", "--fail").json
    assert (again["status"], again["registrationSuccess"]) == ("learned", "FAILED")


def test_results_that_exclude_each_other_are_refused_before_anything_happens(local: Run) -> None:
    refused = local("emulator", "learn", "ann", "--pass", "--fail")
    assert refused.code == 2
    assert "--pass and --fail exclude each other" in refused.err
    assert local("registration", "history", "ann").json == []


@pytest.mark.parametrize("standard", ["cmi5", "xapi"])
def test_what_speaks_to_a_record_store_is_not_learned(
    scloud: Run, new_id: Callable[[str], str], standard: str
) -> None:
    course, bob = new_id("course"), new_id("bob")
    assert scloud("emulator", "sample", "--standard", standard, "--id", course).code == 0
    create = ("registration", "create", "--course", course, "--learner", "bob", "--id", bob)
    assert scloud(*create).code == 0
    learned = scloud("emulator", "learn", bob)
    assert (learned.code, learned.error["code"]) == (2, "standard_not_learned")
