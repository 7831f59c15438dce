"""Postbacks that are queued and sent: when, how often, and to whom."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest

from scormcloud_cli.accounts.folders import emulator_folder
from scormcloud_cli.emulator import postbacks, registrations
from scormcloud_cli.emulator.posting import Sender
from scormcloud_cli.emulator.service import APP_ID, Emulator
from tests.support.emulators import ServedEmulator, give_key
from tests.support.environs import SAMPLES
from tests.support.processes import Processes
from tests.support.receivers import Receiver, until
from tests.support.results import Result, Run, bound

PAIR = ("local", "local-secret")
# Fifteen minutes are as many milliseconds.
FAST = 1000.0
Change = Callable[..., None]
Queue = Callable[..., Result]


@pytest.fixture
def fast(tmp_path: Path) -> Iterator[ServedEmulator]:
    """An emulator that tries again at once, with a course."""
    with ServedEmulator(tmp_path / "fast", postback_speed=FAST) as served:
        package = (SAMPLES / "scorm12.zip").read_bytes()
        with httpx.Client(
            base_url=served.url + "/api/v2", auth=PAIR, trust_env=False, verify=False
        ) as v2:
            job = v2.post(
                "/courses/importJobs/upload",
                params={"courseId": "golf"},
                files={"file": ("golf.zip", package, "application/zip")},
            ).json()["result"]
            until(lambda: v2.get(f"/courses/importJobs/{job}").json()["status"] == "COMPLETE")
        yield served


@pytest.fixture
def local(scloud: Run, fast: ServedEmulator) -> Run:
    """Run scloud against that emulator, and over its data."""
    return bound(scloud, SCLOUD_BASE_URL=fast.url)


def register(run: Run, receiver: Receiver, *options: str) -> None:
    done = run(
        *("registration", "create", "--course", "golf", "--learner", "ann", "--id", "ann"),
        *("--postback-url", receiver.url + "/hook", *options),
    )
    assert done.code == 0, done.err


@pytest.fixture
def change(fast: ServedEmulator) -> Change:
    """Have the learner come to something, and say whether she left."""

    def come_to(completion: str, *, exited: bool) -> None:
        emulator = fast.emulator
        with emulator.store.writing() as database:
            database.execute("UPDATE instances SET completion = ?", (completion,))
            row = registrations.get(database, APP_ID, "ann")
            postbacks.after_change(emulator, row, exited=exited)

    return come_to


def statuses(served: ServedEmulator) -> list[str]:
    return [row["status"] for row in postbacks.queued(served.emulator.store.reading())]


def test_an_exit_is_posted(local: Run, fast: ServedEmulator, change: Change) -> None:
    with Receiver(200) as lms:
        register(local, lms)
        change("COMPLETED", exited=True)
        lms.wait_for(1)
        until(lambda: statuses(fast) == ["delivered"])
    record = json.loads(parse_qs(lms.bodies[0])["data"][0])
    assert (record["id"], record["registrationCompletion"]) == ("ann", "COMPLETED")
    assert record["activityDetails"]["children"]


def test_what_v1_has_set_is_posted_as_v1_tells_it(local: Run, change: Change) -> None:
    with Receiver(200) as lms:
        register(local, lms, "--api", "v1")
        change("COMPLETED", exited=True)
        lms.wait_for(1)
    data = parse_qs(lms.bodies[0])["data"][0]
    assert '<registrationreport format="course" regid="ann"' in data
    assert "<complete>complete</complete>" in data


def test_a_postback_of_the_course_holds_for_its_registrations(local: Run, change: Change) -> None:
    new = ("registration", "create", "--course", "golf", "--learner", "ann", "--id", "ann")
    with Receiver(200) as lms:
        url = f"ApiRollupRegistrationPostBackUrl={lms.url}/all"
        assert local("course", "config", "set", "golf", url).code == 0
        assert local(*new).code == 0
        change("COMPLETED", exited=True)
        lms.wait_for(1)


def test_a_refused_one_is_tried_again_until_it_is_taken(
    local: Run, fast: ServedEmulator, change: Change
) -> None:
    with Receiver(500, 404, 204) as lms:
        register(local, lms)
        change("COMPLETED", exited=True)
        until(lambda: statuses(fast) == ["delivered"])
    row = postbacks.queued(fast.emulator.store.reading())[0]
    assert (len(lms.bodies), row["attempts"], row["answer"]) == (3, 3, 204)


def test_a_redirect_counts_as_delivered_and_is_not_followed(
    local: Run, fast: ServedEmulator, change: Change
) -> None:
    with Receiver(302) as lms:
        register(local, lms)
        change("COMPLETED", exited=True)
        until(lambda: statuses(fast) == ["delivered"])
    assert len(lms.bodies) == 1


def test_it_is_given_up_after_seventy_tries(
    local: Run, fast: ServedEmulator, change: Change
) -> None:
    fast.emulator.postback_speed = 1e9
    with Receiver(500) as lms:
        register(local, lms)
        change("COMPLETED", exited=True)
        until(lambda: statuses(fast) == ["failed"])
    assert len(lms.bodies) == 70


def test_a_session_posts_what_changed_and_not_before_the_commit_interval(
    local: Run, fast: ServedEmulator, change: Change
) -> None:
    fast.emulator.postback_speed = 20.0  # an interval of half a second
    with Receiver(200) as lms:
        register(local, lms)
        change("UNKNOWN", exited=False)
        assert statuses(fast) == []
        change("INCOMPLETE", exited=False)
        lms.wait_for(1)
        until(lambda: statuses(fast) == ["delivered"])
        change("INCOMPLETE", exited=False)
        assert statuses(fast) == ["delivered"]
        change("COMPLETED", exited=False)
        assert statuses(fast) == ["pending", "delivered"]
        change("COMPLETED", exited=True)  # which waits for nothing
        until(lambda: statuses(fast) == ["delivered", "delivered"])
    assert len(lms.bodies) == 2


def test_http_basic_brings_the_body_as_it_is(local: Run, change: Change) -> None:
    with Receiver(200) as lms:
        register(local, lms, "--postback-auth", "httpbasic", "--postback-format", "course")
        change("COMPLETED", exited=True)
        lms.wait_for(1)
    assert json.loads(lms.bodies[0])["activityDetails"]["children"] == []


def test_a_store_that_cannot_be_read_for_a_moment_stops_no_postback(
    local: Run, fast: ServedEmulator, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    due = Sender._next

    def fail_at_first(sender: Sender) -> list[sqlite3.Row]:
        looks.append(1)
        if len(looks) == 1:
            raise sqlite3.OperationalError("disk I/O error")
        return due(sender)

    with Receiver(200) as lms:
        register(local, lms)
        monkeypatch.setattr(Sender, "_next", fail_at_first)
        until(lambda: bool(looks))
        change("COMPLETED", exited=True)
        lms.wait_for(1)


def test_two_emulators_over_one_folder_send_once(
    local: Run, fast: ServedEmulator, change: Change
) -> None:
    with Receiver(200) as lms, ServedEmulator(fast.folder):
        register(local, lms)
        for _ in range(10):
            change("COMPLETED", exited=True)
            until(lambda: set(statuses(fast)) == {"delivered"})
        assert len(lms.bodies) == len(statuses(fast)) == 10


def test_what_was_pending_is_sent_by_the_next_emulator(
    local: Run, fast: ServedEmulator, change: Change
) -> None:
    with Receiver(500, 200) as lms:
        register(local, lms)
        fast.emulator.postback_speed = 4.0  # a quarter of a second until the next try
        change("COMPLETED", exited=True)
        until(lambda: statuses(fast) == ["pending"] and lms.bodies)
        fast.stop()
        with ServedEmulator(fast.folder) as next_one:
            until(lambda: statuses(next_one) == ["delivered"])
    assert len(lms.bodies) == 2


@pytest.fixture
def queue(local: Run, fast: ServedEmulator) -> Queue:
    """Run a command of `scloud emulator postback` over the emulator's data."""
    return lambda *words: local("emulator", "postback", *words, "--data", str(fast.folder))


def test_the_queue_tells_why_a_postback_waits_but_not_its_password(
    local: Run, queue: Queue, fast: ServedEmulator, change: Change
) -> None:
    fast.emulator.postback_speed = 1 / 1000  # the second try is far away
    assert queue("list").out == "[]\n"
    with Receiver(500) as lms:
        done = local(
            *("registration", "create", "--course", "golf", "--learner", "ann", "--id", "ann"),
            *("--postback-url", lms.url, "--postback-user", "me", "--postback-password-stdin"),
            typed="geheim\n",
        )
        assert done.code == 0
        change("COMPLETED", exited=True)
        until(lambda: lms.bodies and statuses(fast) == ["pending"])
    listed = queue("list")
    (postback,) = listed.json
    assert (postback["registrationId"], postback["attempts"], postback["answer"]) == ("ann", 1, 500)
    assert postback["message"] == "It was answered with 500"
    assert queue("show", postback["id"]).json == postback
    assert "geheim" not in listed.out


def test_one_that_was_delivered_is_sent_again_when_it_is_asked_for(
    local: Run, queue: Queue, fast: ServedEmulator, change: Change
) -> None:
    with Receiver(200) as lms:
        register(local, lms)
        change("COMPLETED", exited=True)
        until(lambda: statuses(fast) == ["delivered"])
        postback_id = queue("list", "-o", "ids").out.strip()
        assert queue("retry", postback_id).json["status"] in ("pending", "delivered")
        until(lambda: len(lms.bodies) == 2)


@pytest.mark.parametrize("verb", ["show", "retry"])
def test_an_unknown_postback_is_not_found(queue: Queue, verb: str) -> None:
    done = queue(verb, "nobody")
    assert (done.code, done.error["code"]) == (3, "postback_not_found")


def test_before_the_last_byte_it_is_noted_that_a_postback_may_be_delivered(
    local: Run, fast: ServedEmulator, change: Change
) -> None:
    with Receiver(200) as lms:
        register(local, lms)
        lms.answers.clear()
        change("COMPLETED", exited=True)
        lms.wait_for(1)
        assert statuses(fast) == ["finishing"]
        lms.answers.set()
        until(lambda: statuses(fast) == ["delivered"])


def test_one_that_may_have_been_delivered_is_sent_again_only_when_it_is_asked_for(
    local: Run, queue: Queue, fast: ServedEmulator, change: Change
) -> None:
    with Receiver(200) as lms:
        register(local, lms)
        lms.answers.clear()
        change("COMPLETED", exited=True)
        lms.wait_for(1)
        fast.stop()
        lms.answers.set()
        (postback,) = queue("list").json
        assert (postback["status"], postback["attempts"]) == ("unknown", 1)
        assert postback["message"].startswith("It may have been delivered")
        with ServedEmulator(fast.folder) as next_one:
            time.sleep(0.3)  # the sender looks ten times a second
            assert (statuses(next_one), len(lms.bodies)) == (["unknown"], 1)
            assert "message" not in queue("retry", postback["id"]).json
            until(lambda: statuses(next_one) == ["delivered"])
    assert len(lms.bodies) == 2


@pytest.mark.parametrize(("left", "settled"), [("sending", "delivered"), ("finishing", "unknown")])
def test_what_a_dead_emulator_was_sending_comes_again_unless_it_may_have_come(
    local: Run, fast: ServedEmulator, left: str, settled: str
) -> None:
    with Receiver(200) as lms:
        register(local, lms)
        fast.stop()
        with closing(Emulator(fast.folder)) as emulator:
            row = registrations.get(emulator.store.reading(), APP_ID, "ann")
            postbacks.after_change(emulator, row, exited=True)
            with emulator.store.writing() as database:
                database.execute("UPDATE postbacks SET status = ?, worker = '1-dead'", (left,))
        with ServedEmulator(fast.folder) as next_one:
            until(lambda: statuses(next_one) == [settled])
    assert len(lms.bodies) == (settled == "delivered")


@pytest.mark.process
def test_a_kill_sends_no_postback_again_that_has_come(
    local: Run, fast: ServedEmulator, processes: Processes, tmp_path: Path
) -> None:
    with Receiver(200) as lms:
        register(local, lms)
        fast.stop()
        lms.answers.clear()
        with closing(Emulator(fast.folder)) as emulator:
            row = registrations.get(emulator.store.reading(), APP_ID, "ann")
            postbacks.after_change(emulator, row, exited=True)
        process, _ = processes.serve(tmp_path, "--data", fast.folder)
        lms.wait_for(1)
        process.kill()
        process.wait()
        lms.answers.set()
        processes.serve(tmp_path, "--data", fast.folder)
        with closing(Emulator(fast.folder)) as emulator:
            until(lambda: _status(emulator) == "unknown")
        time.sleep(0.3)  # the sender looks ten times a second
    assert len(lms.bodies) == 1


def test_a_command_on_the_local_profile_sends_what_is_due_before_it_ends(
    scloud: Run, tmp_path: Path, folder: Path
) -> None:
    home = {"SCLOUD_DATA_DIR": str(tmp_path / "data")}
    local = bound(scloud, **home, SCLOUD_PROFILE="local", SCLOUD_APP_ID="", SCLOUD_SECRET_KEY="")
    data = emulator_folder(home)
    give_key(data)
    with Receiver(200) as lms:
        assert local("course", "import", str(folder)).code == 0
        register(local, lms)
        with closing(Emulator(data)) as emulator:
            row = registrations.get(emulator.store.reading(), APP_ID, "ann")
            postbacks.after_change(emulator, row, exited=True)
        assert local("ping").code == 0
        assert len(lms.bodies) == 1


def _status(emulator: Emulator) -> str:
    status: str = postbacks.queued(emulator.store.reading())[0]["status"]
    return status
