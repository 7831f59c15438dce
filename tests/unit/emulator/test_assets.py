import sqlite3
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scormcloud_cli.emulator import assets, courses
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import APP_ID, Emulator
from scormcloud_cli.packages import InvalidPackage
from tests.unit.emulator.conftest import add_course


@pytest.fixture
def page(tmp_path: Path) -> Path:
    page = tmp_path / "page.html"
    page.write_text("<p>")
    return page


def version(emulator: Emulator) -> sqlite3.Row:
    return courses.get(emulator.store.reading(), APP_ID, "golf")


def names(emulator: Emulator) -> set[str]:
    return {name for name, _ in assets.names(emulator, version(emulator))}


def test_a_file_is_put_beside_the_others(emulator: Emulator, page: Path) -> None:
    add_course(emulator)
    before = names(emulator)
    assets.put(emulator, version(emulator), "new/page.html", page, "lax")
    assert names(emulator) == before | {"new/page.html"}
    with assets.read(emulator, version(emulator), "new/page.html") as stream:
        assert stream.read() == b"<p>"
    assert [path.name for path in emulator.packages.iterdir()] == [version(emulator)["file"]]


@pytest.mark.parametrize(
    ("name", "policy", "message"),
    [
        ("imsmanifest.xml", "reject", "already exists"),
        ("new.html", "strict", "Could not find asset"),
        ("../new.html", "lax", "is no path inside a course"),
    ],
)
def test_what_a_policy_forbids_changes_nothing(
    emulator: Emulator, page: Path, name: str, policy: str, message: str
) -> None:
    add_course(emulator)
    file = version(emulator)["file"]
    with pytest.raises(Refusal, match=message):
        assets.put(emulator, version(emulator), name, page, policy)
    assert version(emulator)["file"] == file
    assert len(list(emulator.packages.iterdir())) == 1


def test_of_changes_at_the_same_time_none_is_lost(emulator: Emulator, page: Path) -> None:
    add_course(emulator)
    seen_before = version(emulator)

    def put(number: int) -> None:
        assets.put(emulator, seen_before, f"{number}.html", page, "lax")

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(put, range(8)))
    assert {f"{number}.html" for number in range(8)} <= names(emulator)
    assert [path.name for path in emulator.packages.iterdir()] == [version(emulator)["file"]]


def test_a_policy_is_judged_by_what_there_is_when_the_file_is_put(
    emulator: Emulator, page: Path
) -> None:
    add_course(emulator)
    seen_before = version(emulator)
    assets.put(emulator, seen_before, "new.html", page, "reject")
    with pytest.raises(Refusal, match="already exists"):
        assets.put(emulator, seen_before, "new.html", page, "reject")


def test_a_course_of_one_media_file_has_no_assets_to_change(emulator: Emulator, page: Path) -> None:
    add_course(emulator, content_type="application/pdf")
    with pytest.raises(Refusal, match="one media file"):
        assets.put(emulator, version(emulator), "new.html", page, "lax")


def test_a_package_that_is_lost_is_not_waited_for(emulator: Emulator, page: Path) -> None:
    add_course(emulator)
    (emulator.packages / version(emulator)["file"]).unlink()
    with pytest.raises(FileNotFoundError):
        assets.put(emulator, version(emulator), "new.html", page, "lax")


def test_what_is_put_at_once_by_several_emulators_is_written_one_after_another(
    emulator: Emulator, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_course(emulator)
    written: list[str] = []
    emulators = [Emulator(emulator.folder) for _ in range(4)]
    for each in emulators:
        new_package = each.new_package
        monkeypatch.setattr(each, "new_package", lambda end, new=new_package: note(new(end)))

    def note(path: Path) -> Path:
        written.append(path.name)
        return path

    def put(number: int) -> None:
        each = emulators[number % len(emulators)]
        assets.put(each, version(each), f"{number}.html", page, "lax")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(put, range(16)))
    assert {f"{number}.html" for number in range(16)} <= names(emulator)
    assert len(written) == 16  # each once: nobody writes in vain
    for each in emulators:
        each.close()


def test_a_file_of_a_large_course_is_put_in_no_time(emulator: Emulator, page: Path) -> None:
    add_course(emulator)
    package = emulator.packages / version(emulator)["file"]
    with zipfile.ZipFile(package, "a") as archive:
        for number in range(5000):
            archive.writestr(f"many/{number}.txt", "text")
    begun = time.process_time()
    assets.put(emulator, version(emulator), "new.html", page, "lax")
    assert time.process_time() - begun < 2  # with the zip opened for each file: a minute


def test_what_is_kept_is_kept_as_it_is_compressed(emulator: Emulator, page: Path) -> None:
    add_course(emulator)
    before = files(emulator)
    assets.put(emulator, version(emulator), "new.html", page, "lax")
    after = files(emulator)
    assert after.pop("new.html")
    assert after == before


def files(emulator: Emulator) -> dict[str, tuple[int, int, int]]:
    with zipfile.ZipFile(emulator.packages / version(emulator)["file"]) as archive:
        assert archive.testzip() is None
        return {
            entry.filename: (entry.CRC, entry.compress_size, entry.compress_type)
            for entry in archive.infolist()
        }


def test_the_files_of_a_zip_are_put_over_those_of_the_same_names(
    emulator: Emulator, tmp_path: Path
) -> None:
    add_course(emulator)
    with zipfile.ZipFile(tmp_path / "new.zip", "w") as archive:
        archive.writestr("index.html", "changed")
        archive.writestr("more/new.html", "new")
    before = names(emulator)
    assets.put_all(emulator, version(emulator), tmp_path / "new.zip")
    assert names(emulator) == before | {"more/new.html"}
    assert text(emulator, version(emulator), "index.html") == b"changed"
    assert list(emulator.uploads.iterdir()) == []


def text(emulator: Emulator, seen: sqlite3.Row, name: str) -> bytes:
    with assets.read(emulator, seen, name) as stream:
        return stream.read()


def test_of_a_zip_that_is_damaged_nothing_is_put(emulator: Emulator, tmp_path: Path) -> None:
    add_course(emulator)
    with zipfile.ZipFile(tmp_path / "new.zip", "w") as archive:
        archive.writestr("index.html", "changed")
    damaged = (tmp_path / "new.zip").read_bytes().replace(b"changed", b"chained")
    (tmp_path / "new.zip").write_bytes(damaged)
    file = version(emulator)["file"]
    with pytest.raises(InvalidPackage):
        assets.put_all(emulator, version(emulator), tmp_path / "new.zip")
    assert version(emulator)["file"] == file


def test_several_files_are_deleted_at_once(emulator: Emulator) -> None:
    add_course(emulator)
    asked = ["/index.html", "nothing.html", "../index.html", "style.css"]
    assert assets.delete(emulator, version(emulator), asked) == {"/index.html", "style.css"}
    assert names(emulator) == {"imsmanifest.xml", "scorm.js"}


def test_what_was_seen_before_a_change_is_read_as_it_is_now(emulator: Emulator, page: Path) -> None:
    add_course(emulator)
    seen_before = version(emulator)
    assets.put(emulator, seen_before, "new.html", page, "lax")
    assert text(emulator, seen_before, "new.html") == b"<p>"
    assert "new.html" in dict(assets.names(emulator, seen_before))
    with pytest.raises(Refusal, match="Could not find asset"):
        assets.read(emulator, seen_before, "other.html")


def test_what_is_open_stays_as_it_is_while_the_course_is_changed_and_deleted(
    emulator: Emulator, page: Path
) -> None:
    add_course(emulator)
    with assets.read(emulator, version(emulator), "style.css") as stream:
        assets.put(emulator, version(emulator), "style.css", page, "lax")
        courses.delete(emulator, APP_ID, "golf")
        assert len(stream.read()) == 221


def test_of_a_course_that_was_deleted_nothing_is_read_or_changed(
    emulator: Emulator, page: Path
) -> None:
    add_course(emulator)
    seen_before = version(emulator)
    courses.delete(emulator, APP_ID, "golf")
    with pytest.raises(Refusal, match="Could not find course"):
        assets.whole(emulator, seen_before)
    with pytest.raises(Refusal, match="Could not find course"):
        assets.put(emulator, seen_before, "new.html", page, "lax")
    assert list(emulator.packages.iterdir()) == []


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, ".", ""])
def test_a_name_that_no_file_can_have_is_refused(emulator: Emulator, page: Path, name: str) -> None:
    add_course(emulator)
    with pytest.raises(Refusal, match="is no path inside a course"):
        assets.put(emulator, version(emulator), name, page, "lax")
