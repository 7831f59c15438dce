"""No answer, however spoiled, ends in a fault of scloud, or is printed as if it were sound.

Every command is run once against the emulator; then its answers are given to it again and again,
one of them spoiled. ``SCLOUD_SPOILED=20000`` makes the run a long one, ``SCLOUD_SPOILED_SEED``
another one.
"""

import json
import os
import random
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.integration.test_dry_run import expanded, lines
from tests.integration.test_examples import APART, COMMANDS, at_home, world
from tests.integration.test_views import put_back
from tests.support.emulators import ThreadedServer
from tests.support.here import run_here
from tests.support.results import Result
from tests.support.spoiling import Recorded, Recorder, Replayer, spoiled
from tests.support.world import World

__all__ = ["at_home", "world"]  # the fixtures of the examples

pytestmark = pytest.mark.process  # every command over both APIs takes its time

TRIES = int(os.environ.get("SCLOUD_SPOILED", "400"))
SEED = os.environ.get("SCLOUD_SPOILED_SEED", "1")
FORMATS = ("json", "jsonl", "table", "csv", "tsv")
# What a spoiled answer may end in: it was sound enough, or the service said no, or is not there.
ENDS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9)


class Conversation(NamedTuple):
    """A command, the API it spoke, what was answered to it, and whether it prints JSON."""

    line: str
    api: str
    answers: list[Recorded]
    prints_json: bool


def run(line: str, url: str, **variables: str) -> Result:
    words = [name for word in shlex.split(line)[1:] for name in expanded(word)]
    environ = {**os.environ, "SCLOUD_BASE_URL": url, "SCLOUD_RETRIES": "0", "SCLOUD_TIMEOUT": "5"}
    environ["SCLOUD_DEBUG"] = "1"  # a fault tells where it is
    options = ["--yes", "--no-input"]
    try:
        return run_here(
            [*options, *words], environ=environ | variables, folder=Path.cwd(), typed="golf\n"
        )
    except UnicodeDecodeError:  # a file went to standard output
        return Result(0, "", "")


def heard(world: World, files: Mapping[Path, bytes], folder: Path) -> Iterator[Conversation]:
    """Run commands of the help, the same ones at every time, as many as are to be spoiled."""
    recorder = Recorder(world.answer)
    names = [name for name in COMMANDS if not name.startswith((*APART, "completion"))]
    calls = [(line, api) for name in names for line in lines(name, world) for api in ("v1", "v2")]
    chance = random.Random(SEED)
    with ThreadedServer(recorder) as server:
        for line, api in chance.sample(calls, min(len(calls), max(TRIES // 4, 1))):
            world.reset()
            put_back(folder, files)
            recorder.answers.clear()
            done = run(line, server.url, SCLOUD_API=api, SCLOUD_OUTPUT="json")
            if recorder.answers:
                yield Conversation(line, api, list(recorder.answers), is_json(done.out))


def is_json(text: str) -> bool:
    """Say whether a text is JSON, in which no number is infinite or none."""
    try:
        json.loads(text, parse_constant=int)
    except ValueError:
        return False
    return True


def test_no_spoiled_answer_is_a_fault_of_scloud(world: World, at_home: Path) -> None:
    files = {path: path.read_bytes() for path in at_home.rglob("*") if path.is_file()}
    conversations = list(heard(world, files, at_home))
    replayer = Replayer()
    faults: dict[str, object] = {}
    with ThreadedServer(replayer) as server:
        for number in range(TRIES):
            chance = random.Random(f"{SEED}-{number}")
            line, api, answers, prints_json = chance.choice(conversations)
            place = chance.randrange(len(answers))
            how, instead = spoiled(answers[place], chance)
            replayer.play(answers, place, instead)
            output = chance.choice(FORMATS)
            done = run(line, server.url, SCLOUD_API=api, SCLOUD_OUTPUT=output)
            what = f"{number}: {api} {line} ({output}), answer {place + 1}: {how}"
            if done.code not in ENDS:
                faults[what] = (done.code, done.err[-1000:])
            elif "unexpected_answer" in done.err and "hint" not in done.err:
                faults[what] = "no next step"
            elif prints_json and output == "json" and done.out and not is_json(done.out):
                faults[what] = done.out[:300]
            if left := [path.name for path in at_home.rglob("*.part")]:
                faults[what] = left
            put_back(at_home, files)
    assert not faults, "\n".join(f"{what}\n    {fault}" for what, fault in faults.items())
