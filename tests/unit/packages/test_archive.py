"""Reading zips: what is refused, what is left out, and how files are streamed."""

import io
import struct
import warnings
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scormcloud_cli.packages import Archive, InvalidPackage
from tests.unit.packages.course_zips import zipped


def refused(content: bytes) -> InvalidPackage:
    with pytest.raises(InvalidPackage) as refusal:
        Archive(io.BytesIO(content))
    return refusal.value


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"<!DOCTYPE html>", "web page"),
        (b"\0" * 5000, "something else"),
    ],
)
def test_a_file_that_is_not_a_zip_is_refused_by_what_it_is(content: bytes, reason: str) -> None:
    invalid = refused(content)

    assert invalid.code == "not_a_zip"
    assert reason in invalid.reason


def test_a_zip_that_was_cut_off_is_refused_as_truncated() -> None:
    content = zipped({"page.html": "text " * 500}).getvalue()

    assert refused(content[:-30]).code == "truncated"


def test_a_path_that_cannot_be_opened_is_no_fault_of_the_package(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Archive(tmp_path / "missing.zip")


def test_a_directory_too_large_to_hold_is_refused_before_it_is_read() -> None:
    size = 9 * 1024 * 1024
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, size, 0, 0)

    assert refused(bytes(size) + end).code == "too_large"


@pytest.mark.parametrize("name", ["../escape.html", "a/../../b.html", "/etc/passwd", "C:\\x.html"])
def test_a_name_that_points_outside_is_left_out_with_a_warning(name: str) -> None:
    archive = Archive(zipped({name: "", "page.html": ""}))

    assert list(archive.files) == ["page.html"]
    assert len(archive.problems) == 1
    assert "outside" in archive.problems[0].message


def test_what_an_operating_system_adds_is_left_out_in_silence() -> None:
    junk = ["__MACOSX/._page.html", ".DS_Store", "img/Thumbs.db", "a/._b"]
    archive = Archive(zipped({**dict.fromkeys(junk, ""), "page.html": ""}))

    assert list(archive.files) == ["page.html"]
    assert archive.problems == []


def test_a_symbolic_link_is_left_out_with_a_warning() -> None:
    link = zipfile.ZipInfo("link.html")
    link.external_attr = 0o120777 << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as zip_file:
        zip_file.writestr(link, "/etc/passwd")

    archive = Archive(stream)

    assert not archive.files
    assert "symbolic link" in archive.problems[0].message


def test_backslashes_in_names_become_slashes() -> None:
    archive = Archive(zipped({"img\\a.png": "", "img\\b.png": ""}))

    assert list(archive.files) == ["img/a.png", "img/b.png"]
    assert len(archive.problems) == 1


def test_a_name_in_utf_8_without_the_flag_is_read_as_utf_8() -> None:
    content = zipped({"feu-vert.html": ""}).getvalue()
    content = content.replace(b"feu-vert.html", "feu-é1.html".encode().ljust(13, b"x"))

    assert list(Archive(io.BytesIO(content)).files) == ["feu-é1.htmlx"]


def test_the_last_of_two_files_with_one_name_counts() -> None:
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w") as zip_file:
        warnings.simplefilter("ignore")  # zipfile says that this is unusual: it is the test
        zip_file.writestr("page.html", "old")
        zip_file.writestr("page.html", "new")

    archive = Archive(stream)

    assert archive.read("page.html", 100) == b"new"
    assert "more than once" in archive.problems[0].message


@pytest.mark.parametrize("name", ["u\u0308.html", "U\u0308.HTML", "\u00fc.html"])
def test_a_file_is_found_however_its_accents_are_written(name: str) -> None:
    assert Archive(zipped({"\u00fc.html": ""})).find(name) == "\u00fc.html"


def test_more_files_than_any_course_has_are_refused() -> None:
    entry = zipped({"a": ""}).getvalue()
    start, end = entry.index(b"PK\1\2"), entry.index(b"PK\5\6")
    directory = entry[start:end] * 70_000
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, len(directory), start, 0)

    assert refused(entry[:start] + directory + tail).code == "too_large"


def test_sizes_come_from_the_directory() -> None:
    file = Archive(zipped({"page.html": "a" * 10_000})).files["page.html"]

    assert file.size == 10_000
    assert 0 < file.compressed_size < 200


def test_a_file_is_found_whatever_its_case() -> None:
    archive = Archive(zipped({"Img/Logo.PNG": ""}))

    assert archive.find("img/logo.png") == "Img/Logo.PNG"
    assert archive.find("img/other.png") is None


def test_a_file_is_streamed_with_its_size_known() -> None:
    text = b"0123456789" * 20_000
    archive = Archive(zipped({"page.html": text}))

    with archive.open("page.html") as stream:
        chunks = list(stream.chunks())

    assert stream.size == len(text)
    assert b"".join(chunks) == text
    assert max(map(len, chunks)) <= 64 * 1024


def test_a_stream_can_start_anywhere() -> None:
    with Archive(zipped({"film.mp4": b"0123456789"})).open("film.mp4") as stream:
        stream.seek(7)
        assert stream.read(2) == b"78"


def test_a_file_that_is_not_there_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        Archive(zipped({"page.html": ""})).open("../page.html")


def test_an_archive_given_by_its_path_is_read_from_many_threads(tmp_path: Path) -> None:
    path = tmp_path / "course.zip"
    texts = {f"{number}.txt": str(number).encode() * 50_000 for number in range(8)}
    path.write_bytes(zipped(texts).getvalue())
    archive = Archive(path)

    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(lambda name: archive.read(name, 10**6), texts))

    assert read == list(texts.values())


def test_a_file_over_the_limit_is_refused() -> None:
    archive = Archive(zipped({"page.html": bytes(200_000)}))

    with pytest.raises(InvalidPackage, match="larger than") as refusal:
        archive.read("page.html", 100_000)
    assert refusal.value.code == "too_large"


def test_a_size_that_lies_does_not_get_more_read_than_it_says() -> None:
    stream = zipped({"page.html": bytes(5_000_000)})
    content = bytearray(stream.getvalue())
    in_directory = content.rindex(b"PK\1\2") + 24
    content[in_directory : in_directory + 4] = struct.pack("<L", 1000)
    archive = Archive(io.BytesIO(bytes(content)))

    with pytest.raises(InvalidPackage) as refusal:
        archive.read("page.html", 10_000)
    assert refusal.value.code == "damaged"


def test_damaged_content_is_refused_with_its_name() -> None:
    content = bytearray(zipped({"page.html": "text " * 500}).getvalue())
    content[50] ^= 0xFF
    archive = Archive(io.BytesIO(bytes(content)))

    with pytest.raises(InvalidPackage) as refusal:
        archive.read("page.html", 10_000)
    assert (refusal.value.code, refusal.value.file) == ("damaged", "page.html")


def test_an_encrypted_file_is_refused_with_what_to_do() -> None:
    content = bytearray(zipped({"page.html": "text"}).getvalue())
    content[6] |= 1
    content[content.rindex(b"PK\1\2") + 8] |= 1
    archive = Archive(io.BytesIO(bytes(content)))

    with pytest.raises(InvalidPackage, match="without a password") as refusal:
        archive.open("page.html")
    assert refusal.value.code == "encrypted"


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compression_that_no_course_uses_is_refused(compression: int) -> None:
    archive = Archive(zipped({"page.html": "text"}, compression))

    with pytest.raises(InvalidPackage, match="deflate") as refusal:
        archive.open("page.html")
    assert refusal.value.code == "unsupported_compression"


def copied(archive: Archive, names: list[str]) -> zipfile.ZipFile:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        archive.copy_to(target, names)
        target.writestr("own.txt", "own")
    return zipfile.ZipFile(stream)


def test_files_are_copied_into_another_zip_as_they_are_compressed() -> None:
    content = {"page.html": "a" * 10_000, "é.txt": "é", "left.txt": "", "empty.txt": ""}
    archive = Archive(zipped(content))
    copy = copied(archive, ["é.txt", "page.html", "empty.txt"])
    assert copy.namelist() == ["é.txt", "page.html", "empty.txt", "own.txt"]
    assert copy.testzip() is None
    assert copy.read("page.html") == b"a" * 10_000
    assert copy.getinfo("page.html").compress_size == archive.files["page.html"].compressed_size


def test_a_file_whose_size_stands_behind_it_is_copied() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    stream = Pipe()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as zip_file:
        zip_file.writestr("page.html", "a" * 1000)
    archive = Archive(io.BytesIO(stream.getvalue()))
    assert copied(archive, ["page.html"]).read("page.html") == b"a" * 1000


def test_files_that_share_their_bytes_are_not_copied() -> None:
    stream = zipped({f"{number}.txt": "text" * 100 for number in range(3)})
    first = struct.pack("<L", 0)
    content = bytearray(stream.getvalue())
    position = -1
    while (position := content.find(b"PK\1\2", position + 1)) >= 0:
        content[position + 42 : position + 46] = first
        content[position + 20 : position + 24] = struct.pack("<L", 200)
    archive = Archive(io.BytesIO(content))
    with pytest.raises(InvalidPackage) as invalid:
        copied(archive, list(archive.files) * 3)
    assert invalid.value.code == "zip_bomb"


@pytest.mark.parametrize("cut", [0, 20, 60])
def test_a_file_that_is_not_where_the_zip_says_is_not_copied(cut: int) -> None:
    content = bytearray(zipped({"page.html": b"0123456789" * 10}).getvalue())
    directory = content.find(b"PK\1\2")
    content[directory + 42 : directory + 46] = struct.pack("<L", len(content) - cut)
    with pytest.raises(InvalidPackage) as invalid:
        copied(Archive(io.BytesIO(content)), ["page.html"])
    assert invalid.value.code == "damaged"


def test_the_list_of_files_is_read_once_however_many_of_them_are_read() -> None:
    class Counting(io.BytesIO):
        count = 0

        def read(self, size: int | None = -1) -> bytes:
            content = super().read(size)
            self.count += len(content)
            return content

    content = zipped({f"{number}.txt": b"x" for number in range(500)}).getvalue()
    source = Counting(content)
    archive = Archive(source)
    for name in archive.files:
        archive.read(name, 1)

    assert source.count < 3 * len(content)
