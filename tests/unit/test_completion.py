"""The completion scripts, and what they are answered."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import pytest

from scormcloud_cli.commands.completion import SHELLS, script
from tests.support.results import Run

ROOT = Path(__file__).parents[2]
FILES = {"bash": "scloud.bash", "zsh": "_scloud", "fish": "scloud.fish"}


class Complete(Protocol):
    """Returns what completes the last word: its values, without the help beside them."""

    def __call__(self, *words: str, shell: str = "zsh") -> list[str]: ...


@pytest.fixture
def complete(scloud: Run) -> Complete:
    def complete_last(*words: str, shell: str = "zsh") -> list[str]:
        done = scloud(
            environ={
                "_SCLOUD_COMPLETE": f"{shell}_complete",
                "COMP_WORDS": " ".join(["scloud", *words]),
                "COMP_CWORD": str(len(words)),
            }
        )
        assert (done.code, done.err) == (0, "")
        lines = done.out.splitlines()
        return lines[1::3] if shell == "zsh" else [line.partition(",")[2] for line in lines]

    return complete_last


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_checked_in_is_the_one_that_is_printed(shell: str) -> None:
    """Mend it with: scloud completion bash > completions/scloud.bash (and so on)."""
    assert (ROOT / "completions" / FILES[shell]).read_text("utf-8") == script(shell)


@pytest.mark.process
@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_takes_the_script() -> None:
    subprocess.run(["bash", "-n"], input=script("bash"), text=True, check=True)


def test_bash_adds_no_space_after_a_key() -> None:
    assert "compopt -o nospace" in script("bash")


def test_groups_are_completed(complete: Complete) -> None:
    assert complete("cou") == ["course"]


def test_commands_of_groups_are_completed(complete: Complete) -> None:
    assert complete("course", "upload-area", "p") == ["put"]
    assert complete("course", "tag", "add") == ["add", "add-many"]
    assert complete("backu") == ["backup"]


def test_options_of_a_command_are_completed(complete: Complete) -> None:
    assert "--unchecked" in complete("raw", "call", "--un")


def test_names_of_both_apis_are_completed(complete: Complete) -> None:
    assert "rustici.course.exists" in complete("raw", "call", "rustici.course.e")
    assert "GetCourseZip" in complete("raw", "describe", "GetCourse")


def test_names_keep_to_the_api_asked_for(complete: Complete) -> None:
    assert complete("raw", "call", "--api", "v2", "rustici.course.e") == []


def test_keys_of_an_operation_are_completed(complete: Complete) -> None:
    assert complete("raw", "call", "GetCourses", "filter") == ["filter=", "filterBy="]


def test_keys_with_json_and_files_are_completed_with_their_mark(complete: Complete) -> None:
    assert r"learner\:=" in complete("raw", "call", "CreateRegistration", "learner")
    assert complete("raw", "call", "CreateUploadAndImportCourseJob", "fi") == ["file@"]


def test_values_that_are_known_are_completed(complete: Complete) -> None:
    assert complete("raw", "call", "GetCourses", "filterBy=t") == [
        "filterBy=tags",
        "filterBy=title",
    ]


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
    words: list[str], expected: list[str], complete: Complete
) -> None:
    assert complete("raw", "call", "GetCourses", *words, shell="bash") == expected


def test_bash_completes_the_name_of_a_file_to_upload(complete: Complete) -> None:
    words = ("raw", "call", "CreateUploadAndImportCourseJob", "file", "@", "pk")
    assert complete(*words, shell="bash") == [""]  # of type "file": bash looks for it itself


@pytest.mark.process
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("raw call GetCourses filterBy=t", "filterBy=title"),
        ("registration list --fields learner.fi", "learner.firstName"),
    ],
)
def test_completing_loads_nothing_heavy(words: str, expected: str) -> None:
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
            "COMP_WORDS": f"scloud {words}",
            "COMP_CWORD": str(len(words.split())),
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert done.stderr == "[]\n"
    assert expected in done.stdout


def test_the_fields_of_what_a_command_prints_are_completed(complete: Complete) -> None:
    assert complete("course", "list", "--fields", "ti") == ["title"]
    assert complete("app", "create", "--fields", "cour") == ["courseCount"]


def test_nested_fields_are_completed(complete: Complete) -> None:
    assert complete("registration", "list", "--fields", "learner.fi") == ["learner.firstName"]


@pytest.mark.parametrize("shell", ["zsh", "bash"])
def test_the_last_of_several_fields_is_completed(complete: Complete, shell: str) -> None:
    words = ("course", "list", "--fields", "id,title,cre")
    assert complete(*words, shell=shell) == ["id,title,created"]


def test_after_a_comma_every_field_may_follow(complete: Complete) -> None:
    fields = complete("dispatch", "show", "--fields", "id,")
    assert "id,destinationId" in fields
    assert len(fields) == len(complete("dispatch", "show", "--fields", ""))


def test_the_fields_of_an_error_are_completed_where_one_of_many_may_fail(
    complete: Complete,
) -> None:
    assert complete("course", "delete", "--fields", "error.serv") == ["error.serviceCode"]


@pytest.mark.parametrize("words", [("course", "exists"), ("completion",), ("registration", "tag")])
def test_a_command_that_prints_no_fields_has_none_to_complete(
    complete: Complete, words: tuple[str, ...]
) -> None:
    assert complete(*words, "--fields", "i") == []
