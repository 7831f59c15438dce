"""The pipelines of README.md do what they say, as far as they can be run here."""

import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.environs import SAMPLES, SCLOUD

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
PIPELINES = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)]


def github() -> list[str]:
    steps = next(each for each in PIPELINES if "jobs" in each)["jobs"]["publish"]["steps"]
    return [step["run"] for step in steps if "run" in step]


def gitlab() -> list[str]:
    script: list[str] = next(each for each in PIPELINES if "publish" in each)["publish"]["script"]
    return script


@pytest.mark.process
@pytest.mark.parametrize("pipeline", [github, gitlab])
def test_a_pipeline_publishes_every_course_once(
    environ: dict[str, str],
    tmp_path: Path,
    new_id: Callable[[str], str],
    pipeline: Callable[[], list[str]],
) -> None:
    ids = [new_id("golf"), new_id("tennis")]
    for course_id in ids:
        with zipfile.ZipFile(SAMPLES / "scorm12.zip") as package:
            package.extractall(tmp_path / "courses" / course_id)
    (tmp_path / "courses" / "scloud.toml").write_text(f'[{ids[0]}]\ntitle = "Golf, published"\n')
    install, *steps = pipeline()
    assert install.startswith("pip install ")

    def run() -> list[dict[str, Any]]:
        rows = []
        for step in steps:
            done = subprocess.run(
                ["bash", "-e", "-c", step],
                env={**environ, "PATH": f"{SCLOUD.parent}:{environ['PATH']}", "CI": "true"},
                cwd=tmp_path,
                capture_output=True,
                text=True,
                timeout=60,
            )
            assert done.returncode == 0, done.stderr
            rows = [json.loads(line) for line in done.stdout.splitlines() if "courseId" in line]
        return rows

    first, second = run(), run()
    assert [(each["courseId"], each["action"]) for each in first] == [
        (course_id, "created") for course_id in sorted(ids)
    ]
    assert [each["changed"] for each in first] == [["title"], []]
    assert [each["action"] for each in second] == ["unchanged", "unchanged"]
