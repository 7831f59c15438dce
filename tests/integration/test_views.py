"""The examples of the help work, and print what their views name: nothing else, all of it."""

import contextlib
import os
import shlex
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from scormcloud_cli.terminal.output import Output
from scormcloud_cli.terminal.view import Record, View
from tests.integration.test_examples import (
    APART,
    COMMANDS,
    REFUSED,
    STARTING,
    at_home,
    examples,
    filled,
    world,
)
from tests.support.here import run_here
from tests.support.world import World

__all__ = ["at_home", "world"]  # the fixtures of the examples

pytestmark = pytest.mark.process  # every operation or command in turn takes its time

# What no example asks for.
MORE = (
    "scloud course list --registration-count",
    'scloud destination create Zeta --launch-auth \'{"type": "cookies"}\'',
    "scloud dispatch create --destination acme --course golf --email a@example.org --notes old",
    "scloud dispatch reset-count golf-at-acme",
)
RESULTS = {
    *("registrationCompletionAmount", "score", "score.scaled", "firstAccessDate"),
    *("lastAccessDate", "completedDate", "suspendedActivityId", "globalObjectives", "sharedData"),
}
# What nothing in the world has: results, for nobody has learnt there, and what is rarely told.
NOT_THERE = {
    "account": {"firstName", "lastName"},
    "course": {"xapiActivityId"},
    "connector": {"additionalInstanceInformation"},
    "dispatch": {"registrationResetDate", "status"},
    "download": {"status"},
    "import": {"course.metadata", "course.registrationCount", "course.xapiActivityId"},
    "instance": {
        *(*RESULTS, "activityDetails", "dispatchId"),
        *("learner.email", "learner.firstName", "learner.lastName"),
    },
    "key pair": {"info"},
    "link": {
        *("registrationCompletion", "registrationSuccess", "totalSecondsTracked"),
        *("score", "score.scaled"),
    },
    "operation": {"status"},
    "package": {"contentType", "courseLanguages", "problems"},
    "pipe": {"source", "lastForwardedStatementDate"},
    "problem": {"column", "count", "line"},
    "publication": {"status", "warnings"},
    "registration": {*RESULTS, "dispatchId"},
    "setting": {"metadata"},
    "thing": {"bytes", "notRestored"},
    "version": {"metadata", "registrationCount", "xapiActivityId"},
}
Names = dict[View, set[str]]


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> Names:
    """The dotted names that are printed, by the view that they are printed with."""
    names: Names = defaultdict(set)
    one, many = Output.one, Output.many

    def note(view: View, record: Record) -> None:
        names[view] |= set(_paths(record))

    def print_one(output: Output, record: Record) -> None:
        note(output.view, record)
        one(output, record)

    def print_many(output: Output, records: Iterable[Record]) -> None:
        def noted() -> Iterator[Record]:
            for record in records:
                note(output.view, record)
                yield record

        many(output, noted())

    monkeypatch.setattr(Output, "one", print_one)
    monkeypatch.setattr(Output, "many", print_many)
    return names


def _paths(record: Record, above: str = "") -> Iterator[str]:
    for name, value in record.items():
        yield above + name
        if isinstance(value, Mapping):
            yield from _paths(value, f"{above}{name}.")


def put_back(folder: Path, files: Mapping[Path, bytes]) -> None:
    """Make a folder hold the files that it held before."""
    for path in folder.rglob("*"):
        if path.is_file() and path not in files:
            path.unlink()
    for path, content in files.items():
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)


def test_the_examples_work_and_print_what_is_named(
    world: World, at_home: Path, printed: Names
) -> None:
    lines = dict.fromkeys(MORE, "")
    for name, command in COMMANDS.items():
        if not name.startswith(APART):
            lines |= {filled(example, name, world): name for example in examples(command)}
    files = {path: path.read_bytes() for path in at_home.rglob("*") if path.is_file()}
    for line, name in lines.items():
        world.reset()
        put_back(at_home, files)
        plain = line.partition("|")[0].partition(">")[0].replace(" --open", "")
        if plain.startswith("scloud "):
            with contextlib.suppress(UnicodeDecodeError):  # a file went to standard output
                words = shlex.split(plain)[1:]
                done = run_here(["--yes", *words], environ=dict(os.environ), folder=Path.cwd())
                if name in REFUSED:
                    assert (done.code, REFUSED[name] in done.err) == (1, True), line
                elif name not in STARTING:
                    assert done.code == 0, f"{line}\n{done.err}"
    assert len(printed) > 30
    unnamed = {
        view.noun: strange
        for view, names in printed.items()
        if (strange := {name for name in names if not view.names(name)})
    }
    assert unnamed == {}
    # A kind of thing has several views: of one, of one of many, of what was changed.
    missing: dict[str, set[str]] = defaultdict(set)
    for view in printed:
        may_happen = {name for name in view.field_names if name[:5] == "error"} | {"fromJournal"}
        missing[view.noun] |= set(view.field_names) - may_happen
    for view, names in printed.items():
        missing[view.noun] -= names | NOT_THERE.get(view.noun, set())
    assert {noun: names for noun, names in missing.items() if names} == {}
