"""What holds for both faces."""

import re
from pathlib import Path

from scormcloud_cli import emulator

FILES = [path for face in ("v1", "v2") for path in Path(emulator.__path__[0], face).glob("*.py")]


def test_a_face_runs_no_sql_and_no_transaction() -> None:
    pattern = re.compile(r"\bexecute(many)?\(|\bwriting\(")
    assert len(FILES) > 30
    assert [path for path in FILES if pattern.search(path.read_text("utf-8"))] == []
