"""Files and statements of courses, instances of registrations, as users run them."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.integration.conftest import SAMPLES, Result, Run


@pytest.fixture
def over(scloud: Run, api: str) -> Run:
    """Run scloud in a pipe, over each API."""

    def run(
        *arguments: str,
        typed: str = "",
        environ: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> Result:
        wanted = {"SCLOUD_API": api, **(environ or {})}
        return scloud(*arguments, typed=typed, environ=wanted, folder=folder)

    return run


def test_files_are_listed(over: Run, golf: str) -> None:
    listed = {each["path"]: each["size"] for each in over("course", "asset", "list", golf).json}
    assert {"imsmanifest.xml", "index.html", "scorm.js", "style.css"} == set(listed)
    assert listed["style.css"] == 221


def test_folders_are_part_of_a_path(over: Run, new_id: Callable[[str], str]) -> None:
    course_id = new_id("two")
    over("course", "import", str(SAMPLES / "two-scos.zip"), "--id", course_id)
    assert "lesson1/index.html" in over("course", "asset", "list", course_id, "-o", "ids").out


def test_a_file_is_downloaded(over: Run, golf: str, tmp_path: Path) -> None:
    assert over("course", "asset", "get", golf, "imsmanifest.xml").out.startswith("<?xml")
    saved = over("course", "asset", "get", golf, "style.css", "-O", "style.css").json
    assert saved["bytes"] == 221 == (tmp_path / "style.css").stat().st_size


def test_a_file_is_put_replaced_and_deleted(over: Run, golf: str, tmp_path: Path) -> None:
    extra = tmp_path / "extra.js"
    for content in ("one", "two"):
        extra.write_text(content)
        done = over("course", "asset", "put", golf, "extra.js", "--to", "shared")
        assert done.json == {"path": "shared/extra.js", "status": "uploaded"}
        assert over("course", "asset", "get", golf, "shared/extra.js").out == content
    assert over("course", "asset", "delete", golf, "shared/extra.js").code == 10
    assert over("course", "asset", "delete", golf, "shared/extra.js", "--yes").code == 0
    assert over("course", "asset", "get", golf, "shared/extra.js").code == 3
    assert over("course", "asset", "delete", golf, "shared/extra.js", "--yes").code == 3


def test_policies_are_kept_to_over_v2(scloud: Run, golf: str, tmp_path: Path) -> None:
    (tmp_path / "new.js").write_text("new")
    put = ("course", "asset", "put", golf, "new.js", "--policy")
    assert scloud(*put, "strict").code == 3
    assert scloud(*put, "reject").code == 0
    assert scloud(*put, "reject").code == 1
    assert scloud(*put, "reject", "--api", "v1").error["code"] == "unsupported_by_api"


def test_a_file_that_leads_out_of_the_course_is_refused(scloud: Run, golf: str) -> None:
    assert scloud("course", "asset", "get", golf, "../../etc/passwd").code == 1


def test_a_file_to_put_that_is_not_there(scloud: Run, golf: str) -> None:
    assert scloud("course", "asset", "put", golf, "nothing.js").code == 2


def test_a_new_instance_runs_on_the_newest_version(over: Run, golf: str, ann: str) -> None:
    over("course", "import", str(SAMPLES / "scorm12.zip"), "--id", golf, "--new-version")
    begun = over("registration", "new-instance", ann).json
    assert (begun["instance"], begun["course"]["version"]) == (1, 1)
    found = over("registration", "instances", ann).json
    assert [(each["instance"], each["course"]["version"]) for each in found] == [(0, 0), (1, 1)]


def test_statements_are_v2s_and_there_are_none_yet(scloud: Run, golf: str, ann: str) -> None:
    for words in (("course", "statements", golf), ("registration", "statements", ann)):
        assert scloud(*words, "--api", "v2").json == []
        assert scloud(*words, "--api", "v1").error["code"] == "unsupported_by_api"


def test_statements_of_nothing(scloud: Run) -> None:
    assert scloud("course", "statements", "nothing").code == 3


def test_files_are_a_table_on_a_terminal(scloud_on_terminal: Run, golf: str) -> None:
    lines = scloud_on_terminal("course", "asset", "list", golf).text.splitlines()
    assert lines[0].split() == ["PATH", "BYTES", "MODIFIED"]


def test_instances_are_a_table_on_a_terminal(scloud_on_terminal: Run, ann: str) -> None:
    lines = scloud_on_terminal("registration", "instances", ann).text.splitlines()
    assert lines[1].split()[:2] == ["0", "0"]
