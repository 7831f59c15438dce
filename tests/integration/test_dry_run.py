"""``--dry-run`` of every command: nothing is changed, or the option is refused."""

import os
import re
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from scormcloud_cli.commands.shared.command import Command
from scormcloud_cli.session import Session
from tests.integration.test_examples import (
    APART,
    COMMANDS,
    REFUSED,
    at_home,
    examples,
    filled,
    world,
)
from tests.support.here import run_here
from tests.support.results import Result
from tests.support.world import World

__all__ = ["at_home", "world"]  # the fixtures of the examples

pytestmark = pytest.mark.process  # every operation or command in turn takes its time

LOGIN = "scloud auth login --app-id local --secret-stdin --insecure-storage"
MANAGER_LOGIN = LOGIN.replace("local", "local-manager") + " --management -p new"
# Instead of the examples of groups that ask a person, or run an emulator of their own.
LINES = {
    "auth list": ("scloud auth list",),
    "auth login": (f"{LOGIN} -p new", f"{LOGIN} -p work", MANAGER_LOGIN),
    "auth logout": ("scloud auth logout", "scloud auth logout -p work"),
    "auth status": ("scloud auth status",),
    "auth switch": ("scloud auth switch work", "scloud auth switch local"),
    "auth token": ("scloud auth token --scope read",),
    "emulator exec": ("scloud emulator exec --data kept -- touch new",),
    "emulator learn": ("scloud emulator learn golf-ann",),
    **{
        f"emulator postback {verb}": (f"scloud emulator postback {verb}{words} --data kept",)
        for verb, words in (("list", ""), ("retry", " ID"), ("show", " ID"))
    },
    "emulator reset": ("scloud emulator reset --data kept", "scloud emulator reset"),
    "emulator sample": ("scloud emulator sample",),
    "emulator serve": ("scloud emulator serve --data kept --ready-file new",),
    "emulator status": ("scloud emulator status --data kept",),
    "listen": ("scloud listen",),
}
# They run until they are ended, or run something else: what that would do is not known.
# What opens the store of an emulator makes it, or brings it up to date.
CANNOT = {
    *("emulator exec", "emulator serve", "listen"),
    *(f"emulator postback {verb}" for verb in ("list", "show", "retry")),
}


def lines(name: str, world: World) -> Iterator[str]:
    """Yield the calls of a command that its help shows, each without what it is piped to."""
    if name.startswith(APART):
        yield from LINES[name]
        return
    for example in examples(COMMANDS[name]):
        for part in re.split(r"\||>|&&", filled(example, name, world)):
            words = re.sub(r"^\w+=| --open", "", part.strip()).replace(" -O -", " -O new")
            if words.startswith(f"scloud {name}"):
                yield words


def expanded(word: str) -> list[str]:
    """Return what a shell makes of a word: the names of the files that a pattern fits."""
    return [str(path) for path in Path().glob(word)] if "*" in word else [word]


def contents(folder: Path) -> dict[str, bytes | None]:
    """Return what every file of a folder holds."""
    return {str(path): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def rows(world: World) -> list[str]:
    """Return all that the emulator keeps."""
    with closing(sqlite3.connect(world.database)) as database:
        return list(database.iterdump())


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """Who calls the service, as a question would name it, for each that would be asked."""
    callers: list[dict[str, str]] = []
    monkeypatch.setattr(Session, "confirm", lambda session, _: callers.append(session.caller))
    return callers


@pytest.mark.parametrize("group", sorted({name.split()[0] for name in COMMANDS}))
def test_a_dry_run_changes_nothing_or_is_refused(
    group: str, world: World, at_home: Path, asked: list[dict[str, str]]
) -> None:
    world.reset()
    environ = dict(os.environ)

    def run(line: str, typed: str = "") -> Result:
        words = [path for word in shlex.split(line)[1:] for path in expanded(word)]
        return run_here(["--yes", *words], environ=environ, folder=at_home, typed=typed)

    run(f"{LOGIN} -p work", "local-secret\n")
    (at_home / "kept").mkdir()
    (at_home / "kept" / "emulator.sqlite3").touch()
    before = (contents(at_home), rows(world))
    for name in [name for name in COMMANDS if name.split()[0] == group]:
        called = 0
        for line in lines(name, world):
            typed = "\n".join(world.ids.get(name.rpartition(" ")[0], ()))
            if name == "auth login":
                typed = "local-manager-secret\n" if "--management" in line else "local-secret\n"
            done = run(f"{line.replace('scloud', 'scloud --dry-run', 1)}", typed)
            called += 1
            if name in CANNOT:
                assert (done.code, "--dry-run" in done.err) == (2, True), line
            elif name not in REFUSED:
                assert done.code == 0, f"{line}\n{done.err}"
            assert (contents(at_home), rows(world)) == before, line
        assert called, f"{name} was not called"
    assert all(set(caller) == {"profile", "application"} for caller in asked)


def test_what_a_command_writes_on_this_machine_is_listed(at_home: Path) -> None:
    environ = dict(os.environ)
    (at_home / "kept").mkdir()
    (at_home / "kept" / "emulator.sqlite3").touch()
    for line, key, value in (
        (f"{LOGIN} -p new", "writes", "config.toml"),
        ("scloud course download golf -O got.zip", "writes", "got.zip"),
        ("scloud course pack golf", "writes", "golf.zip"),
        ("scloud registration export -O all.csv", "writes", "all.csv"),
        ("scloud emulator reset --data kept", "removes", "kept"),
    ):
        done = run_here(
            [*shlex.split(line)[1:], "--dry-run"],
            environ=environ,
            folder=at_home,
            typed="local-secret\n",
        )
        plan = done.json if isinstance(done.json, list) else [done.json]
        assert any(str(step.get(key, "")).endswith(value) for step in plan), line


def test_a_token_is_planned_and_not_made(at_home: Path) -> None:
    done = run_here(
        ["auth", "token", "--scope", "read", "--dry-run"], environ=dict(os.environ), folder=at_home
    )
    assert done.json["operation"] == "GetAppToken"


def test_every_command_that_cannot_plan_says_so() -> None:
    refusing = {
        name
        for name, command in COMMANDS.items()
        if isinstance(command, Command) and not command.plans
    }
    assert refusing == CANNOT
