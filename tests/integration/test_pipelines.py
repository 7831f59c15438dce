"""The pipelines of README.md do what they say, as far as they can be run here."""

import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.support.environs import SAMPLES, SCLOUD
from tests.support.results import Run

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
PIPELINES = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)]

pytestmark = [pytest.mark.process, pytest.mark.parametrize("pipeline", ["github", "gitlab"])]


class Ended(NamedTuple):
    """The exit code of a pipeline, the records that it printed, and what else."""

    code: int
    records: list[dict[str, Any]]
    text: str


def steps_of(pipeline: str) -> list[tuple[str, bool]]:
    """Return the commands of a pipeline, each with whether it is for one that has failed."""
    if pipeline == "gitlab":
        script = next(each for each in PIPELINES if "publish" in each)["publish"]["script"]
        return [(command, False) for command in script]
    steps = next(each for each in PIPELINES if "jobs" in each)["jobs"]["publish"]["steps"]
    return [(step["run"], step.get("if") == "failure()") for step in steps if "run" in step]


@pytest.fixture
def ids(new_id: Callable[[str], str], tmp_path: Path) -> list[str]:
    """The IDs of courses whose folders are in ``courses``."""
    made = sorted(new_id("golf") for _ in range(3))
    for course_id in made:
        with zipfile.ZipFile(SAMPLES / "scorm12.zip") as package:
            package.extractall(tmp_path / "courses" / course_id)
    return made


@pytest.fixture
def run(pipeline: str, environ: dict[str, str], tmp_path: Path) -> Callable[[], Ended]:
    """Run a pipeline, but for what installs scloud."""
    (install, _), *steps = steps_of(pipeline)
    assert install == 'pip install "git+$SCLOUD_REPOSITORY"'

    def run_steps() -> Ended:
        code, out = 0, ""
        for command, is_for_failed in steps:
            if bool(code) != is_for_failed:
                continue
            done = subprocess.run(
                ["bash", "-e", "-c", command],
                env={**environ, "PATH": f"{SCLOUD.parent}:{environ['PATH']}", "CI": "true"},
                cwd=tmp_path,
                capture_output=True,
                text=True,
                timeout=60,
            )
            code = code or done.returncode
            out += done.stdout
        records = [json.loads(line) for line in out.splitlines() if "courseId" in line]
        return Ended(code, records, out)

    return run_steps


def test_a_pipeline_publishes_every_course_once(
    run: Callable[[], Ended], ids: list[str], tmp_path: Path
) -> None:
    (tmp_path / "courses" / "scloud.toml").write_text(f'[{ids[0]}]\ntitle = "Golf, published"\n')
    first, second = run(), run()
    assert (first.code, second.code) == (0, 0)
    assert [record["courseId"] for record in first.records] == ids
    assert [record["changed"] for record in first.records] == [["title"], [], []]
    assert [record["action"] for record in first.records] == ["created"] * 3
    assert [record["action"] for record in second.records] == ["unchanged"] * 3


def test_a_pipeline_fails_for_a_broken_course_and_publishes_the_others(
    run: Callable[[], Ended], ids: list[str], tmp_path: Path, scloud: Run, pipeline: str
) -> None:
    (tmp_path / "courses" / ids[0] / "index.html").unlink()
    ended = run()
    assert ended.code == 9
    assert [record["action"] for record in ended.records] == ["failed", "created", "created"]
    assert [scloud("course", "exists", course_id).code for course_id in ids] == [3, 0, 0]
    assert ("::error file=" in ended.text) == (pipeline == "github")
