"""The scripts of README.md that tell a story, run as they stand there."""

import json
import re
import shutil
import socket
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.support.environs import LONGEST, MANAGER, SAMPLES, SCLOUD, clean_environ
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


@pytest.mark.process
def test_the_story_of_five_commands_from_a_course_to_a_posted_result(tmp_path: Path) -> None:
    told = re.search(
        r"```sh\n(export SCLOUD_PROFILE=local\n(.*?))```", README.read_text("utf-8"), re.DOTALL
    )
    assert told, "README.md tells the story no more"
    assert len(told[2].splitlines()) == 5
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    lines = told[1].replace("8099", port)
    environ = clean_environ(tmp_path) | {"SCLOUD_OUTPUT": "jsonl"}
    environ["PATH"] = f"{SCLOUD.parent}:{environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"{lines}kill %1; wait %1 || true"],
        capture_output=True,
        text=True,
        env=environ,
        cwd=tmp_path,
        timeout=LONGEST,
    )
    assert done.returncode == 0, done.stderr
    printed = [json.loads(line) for line in done.stdout.splitlines()]
    results = [record for record in printed if record.get("registrationSuccess") == "PASSED"]
    assert len(results) == 3  # of learn, of show, and what was posted
    assert [result["score"]["scaled"] for result in results] == [90, 90, 90]
    (posted,) = (result["postback"] for result in results if "postback" in result)
    assert posted["answered"] == 200
