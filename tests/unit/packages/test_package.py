"""Finding the descriptor of a package, and reading no more than that."""

import io
import zipfile
from pathlib import Path

import pytest

from scormcloud_cli.packages import InvalidPackage, read_package
from tests.unit.packages.course_zips import PAGE, SAMPLES, manifest, scorm, zipped

MANIFEST = manifest()
ACTIVITY = '<activity id="xapi"><launch>index.html</launch></activity>'
TINCAN = f"<tincan><activities>{ACTIVITY}</activities></tincan>"


def test_a_package_is_read_from_a_path_or_an_open_file() -> None:
    path = SAMPLES / "scorm12.zip"

    with path.open("rb") as stream:
        assert read_package(stream) == read_package(path) == read_package(str(path))
        assert not stream.closed


def test_its_files_are_those_of_the_zip() -> None:
    package = read_package(SAMPLES / "scorm12.zip")

    assert {name: file.size for name, file in package.files.items()} == {
        "imsmanifest.xml": 1190,
        "index.html": 581,
        "scorm.js": 3300,
        "style.css": 221,
    }


def test_a_file_is_opened_relative_to_the_root() -> None:
    package = read_package(zipped({"course/imsmanifest.xml": MANIFEST, "course/index.html": PAGE}))

    with package.open("index.html") as stream:
        assert stream.read(1000) == PAGE.encode()


def test_a_file_outside_the_root_is_not_found() -> None:
    package = read_package(zipped({"course/imsmanifest.xml": MANIFEST, "secret.txt": ""}))

    for name in ("secret.txt", "../secret.txt"):
        with pytest.raises(FileNotFoundError):
            package.open(name)


@pytest.mark.parametrize("files", [{}, {"index.html": PAGE}, {"a/b.xml": "<a/>"}])
def test_a_zip_without_a_manifest_is_refused(files: dict[str, str]) -> None:
    with pytest.raises(InvalidPackage, match=r"imsmanifest\.xml") as refusal:
        read_package(zipped(files))
    assert refusal.value.code == "no_manifest"


@pytest.mark.parametrize(
    ("files", "root"),
    [
        (["course/imsmanifest.xml", "course/index.html"], "course"),
        (["course/imsmanifest.xml", "course/index.html", "readme.txt"], "course"),
        (["a/b/c/imsmanifest.xml", "a/b/c/index.html"], "a/b/c"),
        (["course/imsmanifest.xml", "course/old/imsmanifest.xml", "course/index.html"], "course"),
    ],
)
def test_a_package_in_a_folder_is_accepted_with_a_warning(files: list[str], root: str) -> None:
    content = {name: MANIFEST if name.endswith("manifest.xml") else "" for name in files}

    package = read_package(zipped(content))

    assert (package.root, package.descriptor) == (root, f"{root}/imsmanifest.xml")
    assert package.root_activity.children[0].launch == "index.html"
    assert len(package.warnings) == 1
    assert repr(root) in package.warnings[0]


@pytest.mark.parametrize(
    "files", [["a/imsmanifest.xml", "b/imsmanifest.xml"], ["a/b/imsmanifest.xml", "readme.txt"]]
)
def test_a_manifest_that_could_be_any_is_refused_with_where_it_is(files: list[str]) -> None:
    with pytest.raises(InvalidPackage, match="not at the top of the zip but in a") as refusal:
        read_package(zipped(dict.fromkeys(files, MANIFEST)))
    assert refusal.value.code == "no_manifest"


def test_a_manifest_of_macos_is_not_the_package() -> None:
    package = read_package(scorm(MANIFEST, {"__MACOSX/._imsmanifest.xml": b"\0\5\x16\7"}))

    assert (package.root, package.warnings) == ("", ())


def test_of_two_descriptors_the_newer_standard_counts() -> None:
    package = read_package(scorm(MANIFEST, {"tincan.xml": TINCAN}))

    assert package.standard == "XAPI"
    assert package.warnings == ("The package has more than one descriptor; 'tincan.xml' is used.",)


def test_a_manifest_in_upper_case_is_read_with_a_warning() -> None:
    package = read_package(zipped({"IMSMANIFEST.XML": MANIFEST, "index.html": PAGE}))

    assert package.descriptor == "IMSMANIFEST.XML"
    assert "'imsmanifest.xml'" in package.warnings[0]


def test_an_encrypted_manifest_is_refused() -> None:
    content = bytearray(scorm(MANIFEST).getvalue())
    content[6] |= 1
    content[content.index(b"PK\1\2") + 8] |= 1

    with pytest.raises(InvalidPackage) as refusal:
        read_package(io.BytesIO(bytes(content)))
    assert (refusal.value.code, refusal.value.file) == ("encrypted", "imsmanifest.xml")


def test_a_manifest_of_more_than_32_mb_is_refused() -> None:
    with pytest.raises(InvalidPackage) as refusal:
        read_package(scorm(MANIFEST + " " * 33 * 1024**2))
    assert (refusal.value.code, refusal.value.file) == ("too_large", "imsmanifest.xml")


class CountingFile(io.FileIO):
    """A file that counts the bytes read from it."""

    count = 0

    def read(self, size: int | None = -1, /) -> bytes:
        content = super().read(-1 if size is None else size) or b""
        self.count += len(content)
        return content


def test_of_a_large_package_only_the_directory_and_the_descriptor_are_read(tmp_path: Path) -> None:
    path = tmp_path / "course.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("film.mp4", bytes(20 * 1024**2))
        archive.writestr("imsmanifest.xml", MANIFEST)
        archive.writestr("index.html", PAGE)

    with CountingFile(path) as stream:
        package = read_package(stream)

    assert package.title == "A course"
    assert stream.count < 20_000
