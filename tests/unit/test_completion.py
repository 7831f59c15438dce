"""The completion scripts, and what they are answered."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scormcloud_cli.commands.completion import SHELLS, script

ROOT = Path(__file__).parents[2]
FILES = {"bash": "scloud.bash", "zsh": "_scloud", "fish": "scloud.fish"}


def complete(*words: str, shell: str = "zsh") -> list[str]:
    """Return what completes the last word: its values, without the help beside them."""
    done = subprocess.run(
        [sys.executable, "-m", "scormcloud_cli"],
        env={
            **os.environ,
            "_SCLOUD_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": " ".join(["scloud", *words]),
            "COMP_CWORD": str(len(words)),
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    return lines[1::3] if shell == "zsh" else [line.partition(",")[2] for line in lines]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_checked_in_is_the_one_that_is_printed(shell: str) -> None:
    """Mend it with: scloud completion bash > completions/scloud.bash (and so on)."""
    assert (ROOT / "completions" / FILES[shell]).read_text("utf-8") == script(shell)


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.process
def test_bash_takes_the_script() -> None:
    subprocess.run(["bash", "-n"], input=script("bash"), text=True, check=True)


def test_bash_adds_no_space_after_a_key() -> None:
    assert "compopt -o nospace" in script("bash")


@pytest.mark.process
def test_groups_are_completed() -> None:
    assert complete("cou") == ["course"]


@pytest.mark.process
def test_options_of_a_command_are_completed() -> None:
    assert "--unchecked" in complete("raw", "call", "--un")


@pytest.mark.process
def test_names_of_both_apis_are_completed() -> None:
    assert "rustici.course.exists" in complete("raw", "call", "rustici.course.e")
    assert "GetCourseZip" in complete("raw", "describe", "GetCourse")


@pytest.mark.process
def test_names_keep_to_the_api_asked_for() -> None:
    assert complete("raw", "call", "--api", "v2", "rustici.course.e") == []


@pytest.mark.process
def test_keys_of_an_operation_are_completed() -> None:
    assert complete("raw", "call", "GetCourses", "filter") == ["filter=", "filterBy="]


@pytest.mark.process
def test_keys_with_json_and_files_are_completed_with_their_mark() -> None:
    assert r"learner\:=" in complete("raw", "call", "CreateRegistration", "learner")
    assert complete("raw", "call", "CreateUploadAndImportCourseJob", "fi") == ["file@"]


@pytest.mark.process
def test_values_that_are_known_are_completed() -> None:
    assert complete("raw", "call", "GetCourses", "filterBy=t") == [
        "filterBy=tags",
        "filterBy=title",
    ]


@pytest.mark.process
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["filterBy", "=", "ti"], ["title"]),
        (["filterBy", "="], ["tags", "title", "course_id"]),
        (["filterBy", "=", "title", "unt"], ["until="]),
        (["filterBy=title", "unt"], ["until="]),
    ],
)
def test_values_are_completed_as_bash_takes_words_apart(
    words: list[str], expected: list[str]
) -> None:
    assert complete("raw", "call", "GetCourses", *words, shell="bash") == expected


@pytest.mark.process
def test_bash_completes_the_name_of_a_file_to_upload() -> None:
    words = ("raw", "call", "CreateUploadAndImportCourseJob", "file", "@", "pk")
    assert complete(*words, shell="bash") == [""]  # of type "file": bash looks for it itself


@pytest.mark.process
def test_completing_loads_nothing_heavy() -> None:
    code = (
        "import sys; from scormcloud_cli import cli\n"
        "try: cli.main([])\n"
        "except SystemExit: pass\n"
        "heavy = {'httpx', 'rich', 'keyring', 'asyncio', 'importlib.metadata', 'defusedxml'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            **os.environ,
            "_SCLOUD_COMPLETE": "bash_complete",
            "COMP_WORDS": "scloud raw call GetCourses filterBy=t",
            "COMP_CWORD": "4",
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert done.stderr == "[]\n"
    assert "filterBy=title" in done.stdout
