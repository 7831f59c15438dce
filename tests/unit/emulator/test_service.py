"""What every start of an emulator does with its data folder."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from scormcloud_cli.emulator.service import Emulator
from tests.unit.emulator.conftest import add_course


@pytest.fixture(params=[0o000, 0o022, 0o277])
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("_umask")
def test_nobody_else_looks_into_the_data_folder(tmp_path: Path) -> None:
    Emulator(tmp_path / "above" / "data").close()
    for folder in (tmp_path / "above", tmp_path / "above" / "data"):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_in_a_folder_that_others_may_look_into_what_is_kept_is_private(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    Emulator(tmp_path / "data").close()
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o755  # it is somebody's own
    for path in (tmp_path / "data").iterdir():
        assert path.stat().st_mode & 0o077 == 0, path


def test_what_killed_processes_left_is_swept_whatever_it_is(tmp_path: Path) -> None:
    first = Emulator(tmp_path / "data")
    add_course(first)
    (first.uploads / "123-dead.folder").mkdir()
    (first.uploads / "123-dead.folder" / "0").write_bytes(b"half of a")
    for path in (first.new_upload(), first.new_package(".zip")):
        path.write_bytes(b"being written")
    (first.packages / "123-dead.half.zip").write_bytes(b"half of a")
    (first.exports / "nobodys.zip").write_bytes(b"half of a")
    (first.packages / "link").symlink_to(tmp_path)
    second = Emulator(tmp_path / "data")
    assert len(list(second.uploads.iterdir())) == 1
    assert len(list(second.packages.iterdir())) == 2  # the course's, and what is being written
    assert list(second.exports.iterdir()) == []
    first.close()
    second.close()
    third = Emulator(tmp_path / "data")
    assert list(third.uploads.iterdir()) == []
    assert len(list(third.packages.iterdir())) == 1
    assert tmp_path.is_dir()
    third.close()
