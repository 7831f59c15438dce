import zipfile
from pathlib import Path

from scormcloud_cli.emulator.listed import Listed
from scormcloud_cli.packages import Archive


def archive_of(folder: Path, name: str, count: int) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number}.txt", "text")
    return path


def test_a_list_is_read_once(tmp_path: Path) -> None:
    path = archive_of(tmp_path, "a.zip", 2)
    listed = Listed(Archive)
    assert listed(path) is listed(path)


def test_what_was_not_asked_for_the_longest_is_forgotten_first(tmp_path: Path) -> None:
    first, second, third = (archive_of(tmp_path, name, 2) for name in ("a", "b", "c"))
    listed = Listed(Archive, most_files=4)
    kept, forgotten = listed(first), listed(second)
    listed(first), listed(third)
    assert listed(first) is kept
    assert listed(second) is not forgotten


def test_one_that_is_larger_than_all_that_is_kept_is_read_all_the_same(tmp_path: Path) -> None:
    listed = Listed(Archive, most_files=1)
    assert len(listed(archive_of(tmp_path, "a.zip", 2)).files) == 2
    assert len(listed(archive_of(tmp_path, "b.zip", 1)).files) == 1
