"""An emulator that is killed at random moments, again and again, while learners learn."""

import http.client
import json
import operator
import os
import random
import sqlite3
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from scormcloud_cli.emulator import happenings, postbacks
from scormcloud_cli.emulator.server import listen, port_of
from scormcloud_cli.emulator.service import Emulator
from tests.support.emulators import give_key
from tests.support.environs import LONGEST, SAMPLES, application_environ
from tests.support.processes import Processes
from tests.support.receivers import Receiver, until
from tests.support.results import Run, bound

pytestmark = pytest.mark.process
# How often it is killed.
KILLS = int(os.environ.get("SCLOUD_KILLS", "2"))
LEARNERS = 3
# Of each learner: how many postbacks were delivered, are unknown, and have come.
Counts = dict[str, tuple[int, int, int]]
SCORE = "cmi.core.score.raw"


class Learner(threading.Thread):
    """Counts in the score of a lesson, and sends every call until it is answered."""

    def __init__(self, player: str, enough: threading.Event) -> None:
        super().__init__()
        self._player = player
        self._enough = enough
        #: The last number that was answered.
        self.answered = 0
        self.refused: list[object] = []

    def run(self) -> None:
        start = self.ask("course")["start"]
        self._call(start, "LMSInitialize", "")
        while not self._enough.is_set():
            self._call(start, "LMSSetValue", SCORE, str((self.answered + 1) % 100))
        self._call(start, "LMSSetValue", "cmi.core.lesson_status", "passed")
        self.ask("exit", {})

    def ask(self, path: str, body: object = None) -> Any:
        sent = None if body is None else json.dumps(body).encode()
        for _ in range(20 * LONGEST):
            try:
                with urlopen(f"{self._player}/{path}", sent, timeout=10) as answer:
                    return json.load(answer)
            except HTTPError as error:
                self.refused.append(error.code)
                raise
            except (OSError, ValueError, http.client.HTTPException):  # it was killed
                time.sleep(0.05)
        raise AssertionError("the emulator did not come back")

    def _call(self, start: str, function: str, *arguments: str) -> None:
        call = {"n": self.answered + 1, "function": function, "arguments": arguments}
        (answer,) = self.ask(f"calls/{start}", {"calls": [call]})["answers"]
        if answer["answer"] != "true":
            self.refused.append(answer)
        self.answered += 1


@pytest.fixture
def ports() -> tuple[str, ...]:
    """Options for ports of its own, the same at every start."""
    free = [listen("127.0.0.1", 0) for _ in range(2)]
    numbers = [str(port_of(socket)) for socket in free]
    for socket in free:
        socket.close()
    return "--port", numbers[0], "--content-port", numbers[1]


def test_no_answered_call_is_lost_and_no_delivered_postback_comes_again(
    scloud: Run, processes: Processes, tmp_path: Path, ports: tuple[str, ...]
) -> None:
    folder, chance, enough = tmp_path / "kept", random.Random(9), threading.Event()
    give_key(folder)
    options: tuple[str | Path, ...] = ("--data", folder, *ports, "--postback-speed", "1000")
    process, url = processes.serve(tmp_path, *options)
    served = bound(scloud, **application_environ(url))
    assert served("course", "import", str(SAMPLES / "scorm12.zip"), "--id", "golf").code == 0
    names = [f"learner-{number}" for number in range(LEARNERS)]
    learners: list[Learner] = []
    settled: dict[str, object] = {}
    before = dict.fromkeys(names, (0, 0, 0))
    with Receiver(200) as lms:
        for name in names:
            create = ("--course", "golf", "--learner", name, "--id", name)
            hook = ("--postback-url", f"{lms.url}/{name}", "--postback-auth", "httpbasic")
            assert served("registration", "create", *create, *hook).code == 0
            with urlopen(served("registration", "launch", name).json["launchLink"]) as page:
                learners.append(Learner(page.url, enough))
        for learner in learners:
            learner.start()
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.02, 0.4))
            process.kill()
            process.wait()
            time.sleep(0.05)  # what is on the way to the receiver comes
            for row in _postbacks(folder):
                if row["status"] in ("delivered", "unknown"):
                    assert settled.setdefault(row["id"], tuple(row)) == tuple(row)
            before = _each_came_once(folder, lms, before)
            process, _ = processes.serve(tmp_path, *options)
        enough.set()
        for learner in learners:
            learner.join()
        over = {"delivered", "unknown"}
        until(lambda: {row["status"] for row in _postbacks(folder)} <= over)
        totals = [
            sum(numbers)
            for numbers in zip(*_each_came_once(folder, lms, before).values(), strict=True)
        ]
        sent = {row["id"]: tuple(row) for row in _postbacks(folder)}
    assert [learner.refused for learner in learners] == [[]] * LEARNERS
    for name, learner in zip(names, learners, strict=True):
        log = _calls(folder, name)
        assert [line["number"] for line in log] == list(range(1, learner.answered + 1))
        assert [int(line["arguments"][1]) for line in log[1:-1]] == [
            number % 100 for number in range(2, learner.answered)
        ]
        shown = served("registration", "show", name).json
        assert shown["registrationSuccess"] == "PASSED"
        assert shown["score"] == {"scaled": float((learner.answered - 1) % 100)}
    assert sent | settled == sent
    answered = sum(learner.answered for learner in learners)
    print(f"{KILLS} kills, {answered} calls; delivered, unknown and received postbacks: {totals}")


def _each_came_once(folder: Path, lms: Receiver, before: Counts) -> Counts:
    """Count the postbacks of each learner; what came since the last count must be what was sent."""
    told = Counter((row["registration_id"], row["status"]) for row in _postbacks(folder))
    came = Counter(json.loads(body)["id"] for body in lms.bodies)
    now = {name: (told[name, "delivered"], told[name, "unknown"], came[name]) for name in before}
    for name, counts in now.items():
        delivered, unknown, received = map(operator.sub, counts, before[name])
        assert delivered <= received <= delivered + unknown, (name, before[name], counts)
    return now


def _postbacks(folder: Path) -> list[sqlite3.Row]:
    with closing(Emulator(folder)) as emulator:
        postbacks.settle(emulator)
        return postbacks.queued(emulator.store.reading())


def _calls(folder: Path, registration: str) -> list[dict[str, Any]]:
    with closing(Emulator(folder)) as emulator:
        database = emulator.store.reading()
        query = "SELECT id FROM launches WHERE registration_id = ?"
        (launch,) = database.execute(query, (registration,))
        log = happenings.of_launch(database, launch["id"])
    return [line for line in log if "number" in line]
