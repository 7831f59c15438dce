"""The scripts of README.md that tell a story, run as they stand there."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.support.environs import MANAGER, SAMPLES, SCLOUD
from tests.support.results import Run

README = Path(__file__).parents[2] / "README.md"


def script(api: str) -> str:
    found = re.search(r"```sh\n(app=\$\(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert found, "README.md tells the story no more"
    lines = found[1].splitlines()
    return "\n".join(line for line in lines if api == "v2" or not line.endswith("# v2"))


@pytest.mark.process
@pytest.mark.skipif(shutil.which("jq") is None, reason="needs jq")
def test_the_story_of_the_readme(
    api: str, environ: dict[str, str], scloud: Run, tmp_path: Path
) -> None:
    shutil.copy(SAMPLES / "scorm12.zip", tmp_path / "golf.zip")
    path = f"{SCLOUD.parent}:{environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script(api)],
        capture_output=True,
        text=True,
        env={**environ, **MANAGER, "PATH": path, "SCLOUD_API": api},
        cwd=tmp_path,
        timeout=110,
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "golf-for-acme.zip") as package:
        assert "imsmanifest.xml" in package.namelist()
    for name in ("ann", "bob", "eve"):
        assert re.search(rf"^{name}@example.org,", done.stdout, re.MULTILINE)
    assert '"totalRegistrations": 3' in done.stdout


def test_the_story_of_five_commands_from_a_course_to_a_result(scloud: Run) -> None:
    told = re.search(
        r"```sh\nexport SCLOUD_PROFILE=local\n(.*?)```", README.read_text("utf-8"), re.DOTALL
    )
    assert told, "README.md tells the story no more"
    lines = told[1].splitlines()
    assert len(lines) == 5
    local = {"SCLOUD_PROFILE": "local", "SCLOUD_APP_ID": "", "SCLOUD_BASE_URL": ""}
    local["SCLOUD_SECRET_KEY"] = ""
    ran = [scloud(*line.split()[1:], environ=local) for line in lines]
    assert [run.err for run in ran if run.code] == []
    learned, shown, history = ran[2].json, ran[3].json, ran[4].json
    for record in (learned, shown):
        assert record["registrationCompletion"] == "COMPLETED"
        assert record["registrationSuccess"] == "PASSED"
        assert record["score"]["scaled"] == 90
    assert len(history) == 1
