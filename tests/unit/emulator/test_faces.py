"""What holds for both faces."""

import re
from pathlib import Path

import pytest

from scormcloud_cli import emulator

FILES = [path for face in ("v1", "v2") for path in Path(emulator.__path__[0], face).glob("*.py")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_face_runs_no_sql_and_no_transaction(path: Path) -> None:
    assert not re.search(r"\bexecute(many)?\(|\bwriting\(", path.read_text("utf-8"))
