"""Reading a file out of a zip: in pieces, from anywhere, and damaged."""

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from scormcloud_cli.packages import Archive, InvalidPackage
from tests.unit.packages.course_zips import zipped

METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]
TEXTS = {"empty": b"", "short": b"golf", "long": os.urandom(100_000) + b"golf" * 100_000}


def with_directory(content: bytes, offset: int, value: int) -> io.BytesIO:
    """Return a zip of one file whose directory says something else at an offset of its entry."""
    changed = bytearray(content)
    place = changed.rindex(b"PK\1\2") + offset
    changed[place : place + 4] = struct.pack("<L", value)
    return io.BytesIO(bytes(changed))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("size", [1, 1000, 65536, -1])
def test_the_pieces_of_a_file_are_the_file(text: bytes, method: int, size: int) -> None:
    if size == 1:
        text = text[:5000]
    with Archive(zipped({"a.txt": text}, method)).open("a.txt") as stream:
        pieces = list(iter(lambda: stream.read(size), b""))

    assert b"".join(pieces) == text
    assert size < 0 or all(len(piece) <= size for piece in pieces)


@pytest.mark.parametrize("method", METHODS)
def test_a_file_is_read_backwards_from_its_start_again(method: int) -> None:
    text = TEXTS["long"]
    with Archive(zipped({"a.txt": text}, method)).open("a.txt") as stream:
        for place in (90_000, 10, 200_000, 0):
            stream.seek(place)
            assert stream.read(4) == text[place : place + 4]


def test_nothing_is_behind_the_end() -> None:
    with Archive(zipped({"a.txt": b"golf"})).open("a.txt") as stream:
        stream.seek(100)
        assert stream.read(10) == b""


def test_two_files_of_one_zip_are_read_in_turns() -> None:
    archive = Archive(zipped({"a": TEXTS["long"], "b": TEXTS["long"][::-1]}))
    with archive.open("a") as first, archive.open("b") as second:
        pieces = [(first.read(50_000), second.read(50_000)) for _ in range(11)]

    assert b"".join(piece for piece, _ in pieces) == TEXTS["long"]
    assert b"".join(piece for _, piece in pieces) == TEXTS["long"][::-1]


def test_a_file_that_was_opened_is_read_on_when_the_zip_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "course.zip"
    path.write_bytes(zipped({"a.txt": TEXTS["long"]}).getvalue())
    with Archive(path).open("a.txt") as stream:
        path.unlink()
        assert stream.read() == TEXTS["long"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("offset", "value"),
    [(16, 1), (20, 3), (24, 3), (24, 9), (42, 2), (42, 2**31 - 1)],
    ids=["checksum", "compressed", "shorter", "longer", "place", "far"],
)
def test_a_directory_that_does_not_fit_is_damage(method: int, offset: int, value: int) -> None:
    content = zipped({"a.txt": b"golf"}, method).getvalue()
    archive = Archive(with_directory(content, offset, value))

    with pytest.raises(InvalidPackage) as refusal:
        archive.read("a.txt", 100)
    assert (refusal.value.code, refusal.value.file) == ("damaged", "a.txt")
