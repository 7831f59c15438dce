import errno
import os
import sqlite3
from pathlib import Path

import pytest

from scormcloud_cli.emulator import service
from scormcloud_cli.emulator.service import Emulator
from scormcloud_cli.emulator.troubles import Unusable, trouble

FOLDER = Path("/data")


def told(error: Exception) -> str:
    unusable = trouble(error, FOLDER)
    assert unusable is not None
    return str(unusable)


def sqlite_error(code: int, message: str = "no") -> sqlite3.Error:
    error = sqlite3.OperationalError(message)
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "full"), OSError(errno.EDQUOT, "quota"), sqlite_error(13)]
)
def test_a_full_disk_is_told_as_such(error: Exception) -> None:
    assert told(error) == "no room is left for the emulator's data in /data: make room there"


@pytest.mark.parametrize(
    "error", [OSError(errno.EROFS, "x"), sqlite_error(8), sqlite_error(8 | 5 << 8)]
)
def test_a_disk_that_cannot_be_written_is_told_as_such(error: Exception) -> None:
    assert os.strerror(errno.EROFS) in told(error)


@pytest.mark.parametrize("code", [11, 26])
def test_a_damaged_store_is_told_with_the_way_out(code: int) -> None:
    assert "scloud emulator reset" in told(sqlite_error(code, "malformed"))


@pytest.mark.parametrize("error", [ValueError("x"), sqlite_error(1), OSError("nothing known")])
def test_a_fault_of_the_emulator_is_none_of_the_folders(error: Exception) -> None:
    assert trouble(error, FOLDER) is None


def spoil_by_file(folder: Path) -> None:
    folder.write_text("a file")


def spoil_by_file_inside(folder: Path) -> None:
    folder.mkdir()
    (folder / "packages").write_text("a file")


def spoil_above(folder: Path) -> None:
    folder.parent.rmdir()
    folder.parent.write_text("a file")


def spoil_by_folder(folder: Path) -> None:
    (folder / "emulator.sqlite3").mkdir(parents=True)


def spoil_by_damage(folder: Path) -> None:
    folder.mkdir()
    (folder / "emulator.sqlite3").write_bytes(b"no database" * 100)


def spoil_by_strange_tables(folder: Path) -> None:
    folder.mkdir()
    with sqlite3.connect(folder / "emulator.sqlite3") as database:
        database.execute("CREATE TABLE applications (name)")
    database.close()


def spoil_by_newer(folder: Path) -> None:
    folder.mkdir()
    with sqlite3.connect(folder / "emulator.sqlite3") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()


@pytest.mark.parametrize(
    ("spoil", "words", "is_misnamed"),
    [
        (spoil_by_file, "exists", True),
        (spoil_by_file_inside, "exists", True),
        (spoil_above, "exists", True),
        (spoil_by_folder, "directory", True),
        (spoil_by_damage, "damaged", False),
        (spoil_by_strange_tables, "damaged", False),
        (spoil_by_newer, "newer version", False),
    ],
)
def test_a_folder_that_cannot_be_used_is_told_why(
    tmp_path: Path, spoil: object, words: str, is_misnamed: bool
) -> None:
    assert callable(spoil)
    folder = tmp_path / "above" / "data"
    folder.parent.mkdir()
    spoil(folder)
    with pytest.raises(Unusable, match=words) as unusable:
        Emulator(folder)
    assert unusable.value.is_misnamed == is_misnamed
    assert "\n" not in str(unusable.value)
    service.users(folder)  # can be asked all the same
