"""The sample courses that come with scloud: one lesson, packed for each standard."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "samples"
STANDARDS = ("scorm12", "scorm2004", "aicc", "cmi5", "xapi")


@contextmanager
def sample(standard: str) -> Iterator[str]:
    """Give the folder of a sample course, which is there for the length of the block.

    Args:
        standard: one of `STANDARDS`.
    """
    with tempfile.TemporaryDirectory() as folder:
        for part in ("lesson", standard):
            shutil.copytree(_FOLDER / part, folder, dirs_exist_ok=True)
        yield folder
