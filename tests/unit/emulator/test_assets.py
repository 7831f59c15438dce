import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scormcloud_cli.emulator import assets, courses
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import APP_ID, Emulator
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
