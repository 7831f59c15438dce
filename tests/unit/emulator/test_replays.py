"""Registrations that are learned again from the logs of their launches come to the same."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scormcloud_cli.api.messages import Answer, Request
from scormcloud_cli.emulator import happenings, links, registrations, sittings
from scormcloud_cli.emulator.app import create_app
from scormcloud_cli.emulator.seats import Said
from scormcloud_cli.emulator.service import APP_ID, Emulator
from scormcloud_cli.packages import LearningStandard
from scormcloud_cli.workflows.learning import learn
from scormcloud_cli.workflows.lessons import Conduct, read_script
from tests.support.made_courses import STANDARDS, write_course
from tests.unit.emulator.conftest import (
    ADDRESS,
    CONTENT,
    CONTENT_PORT,
    SAMPLES,
    Clock,
    TestClient,
    add_course,
    register,
)
from tests.unit.learning.calls import STEPS

# A few sessions each time, two thousand in the nightly run.
TIMES = 1 if settings().derandomize else 200
AICC = LearningStandard.AICC
Json = Any
Move = tuple[Any, ...]


def moves(standard: LearningStandard) -> st.SearchStrategy[list[list[Move]]]:
    """Return launches of a course of two lessons, each a list of what is done in it."""
    unit = st.integers(0, 0 if standard is AICC else 1)
    begin = ("Initialize" if "2004" in standard else "LMSInitialize", "")
    prefix = begin[0].removesuffix("Initialize")
    calls = st.lists(st.sampled_from(STEPS[standard]), max_size=8).map(
        lambda steps: [begin, *((prefix + function, *rest) for function, *rest in steps)]
    )
    move = st.one_of(
        st.tuples(st.just("call"), unit, calls),
        st.tuples(st.just("call"), unit, calls.map(lambda steps: steps[1:])),
        st.tuples(st.just("leave"), unit),
        st.tuples(st.just("reload"), st.none() | unit),
    )
    end = st.tuples(st.sampled_from(["exit", "elsewhere"]), st.none() | unit)
    launch = st.tuples(st.lists(move, max_size=4), end).map(lambda both: [*both[0], both[1]])
    return st.lists(launch, min_size=1, max_size=3)


CASES = st.sampled_from([*STANDARDS, AICC]).flatmap(
    lambda standard: st.tuples(st.just(standard), moves(standard))
)


class World:
    """An emulator with a course of each standard, and registrations for them."""

    def __init__(self, folder: Path) -> None:
        self.emulator = Emulator(folder / "data", clock=Clock(), content_url=CONTENT)
        self._count = 0
        for standard in STANDARDS:
            add_course(self.emulator, standard, standard=standard)
            (package,) = self._packages(standard)
            write_course(package, standard, pages=2)
        add_course(self.emulator, AICC, standard=AICC)
        (package,) = self._packages(AICC)
        package.write_bytes((SAMPLES / "aicc.zip").read_bytes())

    def _packages(self, course_id: str) -> list[Path]:
        query = "SELECT file FROM versions WHERE course_id = ?"
        rows = self.emulator.store.reading().execute(query, (course_id,))
        return [self.emulator.packages / row["file"] for row in rows]

    def register(self, standard: LearningStandard) -> str:
        self._count += 1
        return register(self.emulator, f"r{self._count}", course_id=standard)

    def link(self, registration: str) -> str:
        return links.launch(self.emulator, APP_ID, registration, redirect="closer")

    def open(self, registration: str) -> str:
        link = links.find(self.emulator, self.link(registration).rpartition("/")[2])
        assert link is not None
        return sittings.open_(self.emulator, link)

    def logs(self, registration: str) -> list[list[Json]]:
        """Return the logs of all launches, as they are printed."""
        database = self.emulator.store.reading()
        query = "SELECT id FROM launches WHERE registration_id = ? ORDER BY rowid"
        launches = database.execute(query, (registration,)).fetchall()
        return [
            json.loads(json.dumps(happenings.of_launch(database, row["id"]))) for row in launches
        ]

    def result(self, registration: str) -> Json:
        row = registrations.get(self.emulator.store.reading(), APP_ID, registration)
        names = ("completion", "success", "score", "seconds", "completed")
        return {**{name: row[name] for name in names}, "of": json.loads(row["activities"])}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(tmp_path_factory.mktemp("replays"))
    with closing(world.emulator):
        yield world


def _learn(world: World, registration: str, launches: list[list[Move]]) -> None:
    emulator = world.emulator
    for launch in launches:
        sitting = world.open(registration)
        course = sittings.course(emulator, sitting)
        units = [activity["id"] for activity in course["activities"] if activity["href"]]
        numbers = dict.fromkeys(units, 0)
        for what, unit, *rest in launch:
            looked_at = {} if unit is None else {units[unit]: ()}
            if what == "call":
                for function, *arguments in rest[0]:
                    numbers[units[unit]] += 1
                    said = Said(numbers[units[unit]], function, arguments)
                    sittings.call(emulator, sitting, units[unit], [said])
            elif what == "leave":
                sittings.leave(emulator, sitting, units[unit])
            elif what == "reload":
                sittings.exit_(emulator, sitting, looked_at, page=course["page"])
                course = sittings.course(emulator, sitting)
            elif what == "exit":
                sittings.exit_(emulator, sitting, looked_at)


def _replay(world: World, registration: str, log: list[Json]) -> None:
    emulator = world.emulator
    sitting = world.open(registration)
    page = sittings.course(emulator, sitting)["page"]
    for line in log:
        event = line.get("event")
        if event is None:
            said = Said(line["number"], line["function"], line["arguments"])
            (told,) = sittings.call(emulator, sitting, line["activity"], [said])
            assert (told["answer"], int(told["code"])) == (line["answer"], line["error"])
        elif event == "UnloadSco":
            sittings.leave(emulator, sitting, line["activity"])
        elif event == "PageGone":
            sittings.exit_(emulator, sitting, page=page)
            page = sittings.course(emulator, sitting)["page"]
        elif event == "Exit":
            sittings.exit_(emulator, sitting)


def test_a_registration_learned_again_from_its_logs_comes_to_the_same(world: World) -> None:
    @settings(max_examples=10 * TIMES)
    @given(CASES)
    def check(case: tuple[LearningStandard, list[list[Move]]]) -> None:
        standard, launches = case
        first, second = world.register(standard), world.register(standard)
        _learn(world, first, launches)
        for log in world.logs(first):
            _replay(world, second, log)
        assert world.result(second) == world.result(first)
        calls = [
            [line for log in world.logs(whose) for line in log if "event" not in line]
            for whose in (first, second)
        ]
        assert calls[0] == calls[1]

    check()


@pytest.fixture
def send(world: World) -> Iterator[Callable[[Request], Answer]]:
    """Send a learner's requests to the emulator without a socket."""
    with TestClient(create_app(world.emulator, CONTENT_PORT), ADDRESS) as client:

        def ask(request: Request) -> Answer:
            body = None if request.body is None else json.dumps(request.body)
            answer = client.request(request.verb, request.url, content=body, follow_redirects=False)
            return Answer(answer.status_code, dict(answer.headers), answer.content)

        yield ask


def test_a_learner_plays_a_log_again_to_the_same_result(
    world: World, send: Callable[[Request], Answer], tmp_path: Path
) -> None:
    path = tmp_path / "log.json"

    @settings(max_examples=5 * TIMES)
    @given(CASES)
    def check(case: tuple[LearningStandard, list[list[Move]]]) -> None:
        standard, (launch, *_) = case
        launch[-1] = ("exit", launch[-1][1])
        first, second = world.register(standard), world.register(standard)
        _learn(world, first, [launch])
        (log,) = world.logs(first)
        path.write_text(json.dumps(log))
        learn(send, CONTENT + world.link(second), Conduct(), read_script(path))
        assert world.result(second) == world.result(first)

    check()
