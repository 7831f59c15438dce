"""docs/python-api.md, run as it stands."""

import re
import shutil
from pathlib import Path

import pytest

import scormcloud_cli.api
from tests.support.emulators import ServedEmulator
from tests.support.environs import SAMPLES

PAGE = (Path(__file__).parents[2] / "docs/python-api.md").read_text("utf-8")


def test_the_examples_do_what_the_page_says(
    emulator: ServedEmulator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copy(SAMPLES / "scorm12.zip", tmp_path / "golf.zip")
    monkeypatch.chdir(tmp_path)
    code = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
    for written, here in (
        ("https://cloud.scorm.com", emulator.url),
        ("APP-ID", "local"),
        ("SECRET-KEY", "local-secret"),
        ("sleep(1)", "sleep(0.05)"),
    ):
        assert written in code
        code = code.replace(written, here)
    exec(compile(code, "docs/python-api.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "COMPLETE" in printed
    assert "course_not_found" in printed
    assert (tmp_path / "copy.zip").read_bytes() == (SAMPLES / "scorm12.zip").read_bytes()


def test_every_exception_the_page_names_is_public() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", PAGE.partition("## Exceptions")[2], re.MULTILINE)
    assert len(rows) == 9
    for name in rows:
        assert issubclass(getattr(scormcloud_cli.api, name), Exception)
