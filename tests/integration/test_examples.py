"""Every example of the help does what it says: it is run, as it stands there."""

import os
import re
import shlex
import shutil
import subprocess
import textwrap
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from scormcloud_cli.cli import cli
from tests.support.cases import check_each
from tests.support.environs import ROOT, SCLOUD
from tests.support.here import run_here
from tests.support.results import Run
from tests.support.world import World

PROGRAMS = ("bash", "curl", "jq", "sha256sum")

# What an example that makes something has to be told where that something is there already, and
# what stands in it for something of the reader's own.
INSTEAD = {
    r"course import https://files\.example": "course import {url}",
    r"(?<=upload-area import default/PATH\.zip --id )golf(?! --new)": "tennis",
    r"(?<=destination create \"Acme\" --id )acme": "acme-2",
    r"(?<=--course golf --id )golf-at-acme": "golf-at-acme-2",
    r"(?<=--learner ann --id )golf-ann": "golf-ann-2",
    r"(?<=CreateUploadAndImportCourseJob courseId=)golf": "tennis",
    r"default/PATH\.zip": "{uploaded}",
    r"\b0d9f6c1e\b": "{job}",
    r"https://lms\.example/hook(?= *($|--postback))": "{url}/hook",
    r"\bCREDENTIAL_ID\b": "{credential}",
    r"\bTYPE\b": "S3",
    r"\bURL\b": "{url}/Reportage/reportage.php?appId=local",
    r" --profile other": "",
    r"\$\{fpath\[1\]\}": "$HOME",
    r"-- pytest$": "-- true",
}
# The emulator has Reportage switched off, as the documentation says.
REFUSED = {"report reportage-link": "Reportage", "report reportage-token": "Reportage"}
# What talks to a keyring or to an emulator of its own, or goes on until it is stopped.
APART = ("auth", "emulator", "listen")
SHELL = re.compile(r"[|<>*&]|\$\(|^\w+=")


def leaves(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield " ".join(words), command
        return
    with click.Context(command) as context:
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from leaves(found, (*words, name))


def examples(command: click.Command) -> list[str]:
    found = re.search(r"Examples:\n(.*)", command.help or "", re.DOTALL)
    text = textwrap.dedent(found[1]).replace("\\\n", " ") if found else ""
    return [line.strip() for line in text.splitlines() if line.strip("\b ")]


COMMANDS = dict(leaves(cli, ()))


def test_a_help_page_teaches() -> None:
    def check(command: click.Command) -> None:
        assert command.get_short_help_str(200).endswith((".", ")"))
        assert len(examples(command)) >= 2
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.help, parameter.name

    check_each(COMMANDS, check)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("world"))
    yield made
    made.stop()


@pytest.fixture
def at_home(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that examples name, in an environment that points at the world."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    world.put_files(tmp_path)
    scripts = tmp_path / "bin"
    scripts.mkdir()
    # Nobody is there to say yes, and no password store to ask.
    _script(scripts / "scloud", f'exec {shlex.quote(str(SCLOUD))} --yes "$@"')
    _script(scripts / "pass", "echo local-secret")
    for folder in ("bash-completion/completions", "fish/completions"):
        base = ".config" if folder.startswith("fish") else ".local/share"
        (tmp_path / base / folder).mkdir(parents=True)
    for name in [name for name in os.environ if name.startswith("SCLOUD_")] + ["CI"]:
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "HOME": str(tmp_path),
        "PATH": f"{scripts}:{os.environ['PATH']}",
        "BROWSER": "true",
        "SCLOUD_CONFIG_DIR": str(tmp_path / "config"),
        "SCLOUD_DATA_DIR": str(tmp_path / "data"),
        "SCLOUD_KEYRING": "none",
        "SCLOUD_BASE_URL": world.url,
        "SCLOUD_APP_ID": "local",
        "SCLOUD_SECRET_KEY": "local-secret",
        "SCLOUD_MANAGEMENT_APP_ID": "local-manager",
        "SCLOUD_MANAGEMENT_SECRET_KEY": "local-manager-secret",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# Pages with an example that needs a shell or a browser. test_views.py runs all other examples.
STARTING = [
    name
    for name, command in COMMANDS.items()
    if not name.startswith(APART)
    and any(SHELL.search(line) or "--open" in line for line in examples(command))
]


@pytest.mark.process
@pytest.mark.parametrize("name", STARTING)
def test_the_examples_of_a_help_page_work(name: str, world: World, at_home: Path) -> None:
    for example in examples(COMMANDS[name]):
        world.reset()
        line = filled(example, name, world)
        (at_home / "ids.txt").write_text("\n".join(_ids(name, world)) + "\n")
        code, errors = run(line)
        assert code == 0, f"{line}\n{errors}"


# What is typed when an example asks.
TYPED = {
    "scloud auth login": "local\nlocal-secret\n",
    "scloud auth login --management": "local-manager\nlocal-manager-secret\n",
}


@pytest.mark.process
@pytest.mark.parametrize("name", [each for each in COMMANDS if each.startswith("auth")])
def test_the_examples_of_signing_in_work(
    name: str, world: World, at_home: Path, scloud_on_pseudo_terminal: Run
) -> None:
    backend = {
        "PYTHON_KEYRING_BACKEND": "tests.support.file_keyring.FileKeyring",
        "PYTHONPATH": str(ROOT),
        "SCLOUD_KEYRING": "",
    }
    kept = {key: value for key, value in os.environ.items() if not key.endswith(("_ID", "_KEY"))}
    environ = kept | backend
    for profile in ("work", "staging"):
        login = f"scloud auth login -p {profile} --app-id local --secret-stdin < secret.txt"
        subprocess.run(["bash", "-c", login], env=environ, check=True, capture_output=True)
    for example in examples(COMMANDS[name]):
        line = re.sub(r"ABC123", "local", example)
        if line in TYPED:
            typed = TYPED[line]
            blank = dict.fromkeys(set(os.environ) - set(kept), "")
            words = shlex.split(line)[1:]
            done = scloud_on_pseudo_terminal(*words, typed=typed, environ=environ | blank)
            assert done.code == 0, f"{line}\n{done.out}"
        else:
            ended = subprocess.run(
                ["bash", "-o", "pipefail", "-c", line], env=environ, capture_output=True, text=True
            )
            assert ended.returncode == 0, f"{line}\n{ended.stderr}"


@pytest.mark.process
@pytest.mark.parametrize("name", [each for each in COMMANDS if each.startswith("emulator")])
def test_the_examples_of_the_emulator_work(name: str, at_home: Path) -> None:
    for example in examples(COMMANDS[name]):
        line = re.sub(r"8080", "0", re.sub(r"-- pytest$", "-- true", example))
        if name == "emulator serve":
            line = f"{line.removesuffix('&')} & {STOP}"
        elif name == "emulator status":
            line = f"scloud emulator serve --port 0 & {STOP.replace('; kill', f'; {line}; kill')}"
        elif name == "emulator learn":
            line = f"{REGISTERED}; {line}"
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60)
        # Nothing was posted here; of a pipe the last word counts.
        code = 3 if " ID" in line and "|" not in line else 0
        assert done.returncode == code, f"{line}\n{done.stderr}"


# Registers somebody with the emulator of the profile local, who has learned nothing yet.
REGISTERED = (
    "scloud -p local emulator sample; scloud -p local registration delete golf-ann --yes;"
    " scloud -p local registration create --course sample-scorm12 --learner ann --id golf-ann"
)
# Ends a server once it answers, and says whether it ended well.
STOP = "until find . -path '*/workers/*' -size +0 | grep -q .; do sleep .05; done; kill $!; wait $!"


def filled(example: str, name: str, world: World) -> str:
    """Return an example with what the world has in place of what a reader would put there."""
    known = {
        "url": world.url,
        "uploaded": world.ids["course upload-area"][0],
        "job": world.ids["course job"][0],
        "credential": world.ids["app credential"][1],
    }
    for pattern, instead in INSTEAD.items():
        example = re.sub(pattern, instead.format(**known), example)
    ids = _ids(name, world)
    return re.sub(r"\bID([12]?)\b", lambda found: ids[int(found[1] or 1) - 1], example)


def _ids(name: str, world: World) -> tuple[str, ...]:
    groups = [group for group in world.ids if f"{name} ".startswith(f"{group} ")]
    return world.ids[max(groups, key=len)] if groups else ()


def run(line: str) -> tuple[int, str]:
    """Run a line: by bash where it is more than a command, else in this process, to save time."""
    if SHELL.search(line):
        ended = subprocess.run(
            ["bash", "-o", "pipefail", "-c", line],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
        )
        return ended.returncode, ended.stderr.decode()
    done = run_here(["--yes", *shlex.split(line)[1:]], environ=dict(os.environ), folder=Path.cwd())
    return done.code, done.err


def _script(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
