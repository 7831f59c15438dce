"""Commands that are killed at every file they touch: what is there after is whole, or not there."""

import json
import signal
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scormcloud_cli.emulator.faults import Rule, Rules
from tests.support.emulators import ServedEmulator
from tests.support.environs import ROOT, SAMPLES, application_environ, clean_environ
from tests.support.processes import Processes
from tests.support.results import Run

LOGIN = ("auth", "login", "--app-id", "local", "--secret-stdin", "--insecure-storage")
SECRET = "local-secret"

pytestmark = pytest.mark.process
Fall = Callable[..., Iterator[None]]


@pytest.fixture
def each_fall(environ: dict[str, str], processes: Processes, tmp_path: Path) -> Fall:
    """Run a command again and again, killed before each file it touches, until it ends well."""

    def run(*words: str, typed: str = "", environ: dict[str, str] = environ) -> Iterator[None]:
        falling = processes.start_python(
            *("-m", "tests.support.falling", tmp_path),
            environ={**environ, "PYTHONPATH": str(ROOT)},
            folder=tmp_path,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert falling.stdin is not None
        assert falling.stdout is not None
        for number in range(1, 40):
            falling.stdin.write(json.dumps([number, typed, words]) + "\n")
            falling.stdin.flush()
            code, errors = json.loads(falling.stdout.readline())
            if code == 0:
                assert number > 2, "it was never killed"
                return
            assert code == -signal.SIGKILL, errors
            yield
        raise AssertionError("it never came to its end")

    return run


def test_a_download_is_whole_or_not_there(
    each_fall: Fall, scloud: Run, golf: str, tmp_path: Path
) -> None:
    target = tmp_path / "got.zip"
    package = (SAMPLES / "scorm12.zip").read_bytes()
    for _ in each_fall("course", "download", golf, "-O", str(target)):
        assert not target.exists() or target.read_bytes() == package
        target.unlink(missing_ok=True)
    assert target.read_bytes() == package


def test_a_file_stays_as_it_was_until_its_download_is_whole(
    each_fall: Fall, golf: str, tmp_path: Path
) -> None:
    target = tmp_path / "got.zip"
    package = (SAMPLES / "scorm12.zip").read_bytes()
    target.write_bytes(b"before")
    for _ in each_fall("course", "download", golf, "-O", str(target), "--force"):
        assert target.read_bytes() in (b"before", package)


def test_a_login_is_whole_or_none(
    each_fall: Fall, emulator: ServedEmulator, scloud: Run, tmp_path: Path
) -> None:
    at_home = clean_environ(tmp_path) | {"SCLOUD_BASE_URL": emulator.url}
    nobody = {"SCLOUD_APP_ID": "", "SCLOUD_SECRET_KEY": ""}
    for _ in each_fall(*LOGIN, typed=SECRET + "\n", environ=at_home):
        known = scloud("auth", "list", "-o", "ids", environ=nobody)
        assert known.code == 0, known.err
        if "default" in known.out:  # then it works
            assert scloud("ping", environ=nobody).code == 0
    assert scloud("ping", environ=nobody).code == 0


def test_an_account_works_while_another_is_set_up(
    each_fall: Fall, emulator: ServedEmulator, scloud: Run, tmp_path: Path
) -> None:
    at_home = clean_environ(tmp_path) | {"SCLOUD_BASE_URL": emulator.url}
    nobody = {"SCLOUD_APP_ID": "", "SCLOUD_SECRET_KEY": ""}
    assert scloud(*LOGIN, typed=SECRET + "\n", environ=nobody).code == 0
    for _ in each_fall(*LOGIN, "-p", "other", typed=SECRET + "\n", environ=at_home):
        assert scloud("ping", "-p", "default", environ=nobody).code == 0
        for name in ("config.toml", "secrets.toml"):
            tomllib.loads((tmp_path / "config" / name).read_text())


def test_a_download_that_is_killed_midway_has_no_name_yet(
    emulator: ServedEmulator,
    environ: dict[str, str],
    processes: Processes,
    golf: str,
    tmp_path: Path,
) -> None:
    rule = Rule(operations=("GetCourseZip",), cut="answer")
    with ServedEmulator(emulator.folder, Rules((rule,))) as cutting:
        killed = processes.start(
            *("course", "download", golf, "-O", "got.zip"),
            environ={**environ, **application_environ(cutting.url)},
            folder=tmp_path,
            stderr=subprocess.PIPE,
        )
        assert killed.stderr is not None
        assert "cut" in killed.stderr.readline()  # half of it is there
        killed.kill()
        killed.wait()
    assert list(tmp_path.glob(".got.zip.*.part"))
    assert not (tmp_path / "got.zip").exists()


def test_the_emulator_starts_wherever_it_was_killed_and_no_course_is_lost(
    each_fall: Fall, scloud: Run, tmp_path: Path
) -> None:
    nobody = {"SCLOUD_APP_ID": "", "SCLOUD_SECRET_KEY": "", "SCLOUD_BASE_URL": ""}
    local = {**nobody, "SCLOUD_PROFILE": "local"}
    assert scloud("course", "import", str(SAMPLES / "scorm12.zip"), environ=local).code == 0
    (tmp_path / "new.css").write_text("p {}")
    put = ("course", "asset", "put", "scorm12", "new.css", "--api", "v1")
    for _ in each_fall(*put, environ={**clean_environ(tmp_path), **local}):
        listed = scloud("course", "asset", "list", "scorm12", "-o", "ids", environ=local)
        assert listed.code == 0, listed.err
        assert {"imsmanifest.xml", "style.css"} <= set(listed.out.split())
    assert scloud("course", "asset", "get", "scorm12", "new.css", environ=local).out == "p {}"
    kept = tmp_path / "data" / "emulator"
    assert len(list((kept / "packages").iterdir())) == 1
    for folder in ("uploads", "exports", "workers"):
        assert list((kept / folder).iterdir()) == []
