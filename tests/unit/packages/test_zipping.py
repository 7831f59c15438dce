import io
import os
import zipfile
from pathlib import Path

import pytest

from scormcloud_cli.packages.zipping import zip_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    (folder / "shared").mkdir(parents=True)
    (folder / "imsmanifest.xml").write_text("<manifest/>")
    (folder / "shared" / "a.js").write_text("a")
    return folder


def zipped(folder: Path) -> bytes:
    sink = io.BytesIO()
    zip_folder(folder, sink)
    return sink.getvalue()


def names(folder: Path) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(zipped(folder))).namelist()


def test_the_folders_content_is_the_packages_root(folder: Path) -> None:
    assert names(folder) == ["imsmanifest.xml", "shared/a.js"]


def test_the_same_files_give_the_same_zip_whenever_they_were_written(folder: Path) -> None:
    before = zipped(folder)
    os.utime(folder / "imsmanifest.xml", (0, 0))
    (folder / "shared" / "a.js").chmod(0o755)
    assert zipped(folder) == before


@pytest.mark.parametrize(
    "junk",
    [
        *(".DS_Store", "shared/.DS_Store", "Thumbs.db", "shared/thumbs.DB", "desktop.ini"),
        *(
            "__MACOSX/._a",
            "shared/._a.js",
            ".git/HEAD",
            "shared/.git",
            ".gitignore",
            ".svn/entries",
        ),
        *(".hg/store", "scloud.toml"),
    ],
)
def test_what_is_no_part_of_a_course_is_left_out(junk: str, folder: Path) -> None:
    path = folder / junk
    path.parent.mkdir(exist_ok=True)
    path.write_text("junk")
    left_out = zip_folder(folder, io.BytesIO())
    assert names(folder) == ["imsmanifest.xml", "shared/a.js"]
    assert left_out.junk == [junk.partition("/")[0] if junk[0] in "._" else junk]


@pytest.mark.parametrize("content", ["git.html", "a.git", "my.DS_Store", "shared/scloud.toml"])
def test_what_is_only_called_alike_is_part_of_it(content: str, folder: Path) -> None:
    (folder / content).write_text("content")
    assert content in names(folder)


def test_links_are_not_followed_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "private").write_text("secret")
    (folder / "link").symlink_to(tmp_path / "private")
    assert names(folder) == ["imsmanifest.xml", "shared/a.js"]
