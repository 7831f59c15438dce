"""Media files that are courses."""

from pathlib import Path

import pytest

from scormcloud_cli.packages import InvalidPackage, Media, read_media


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("Fire drill.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("Fire drill.MP3", b"ID3\x04", "audio/mpeg"),
        ("Fire drill.mp3", b"\xff\xfb\x90\x00", "audio/mpeg"),
        ("Fire drill.mp4", b"\0\0\0\x20ftypisom", "video/mp4"),
    ],
)
def test_a_media_file_is_titled_by_its_name(
    tmp_path: Path, name: str, content: bytes, content_type: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    assert read_media(path) == Media("Fire drill", content_type, len(content))


def test_the_given_name_counts_and_not_the_path(tmp_path: Path) -> None:
    path = tmp_path / "upload-17"
    path.write_bytes(b"%PDF-1.7\n")

    assert read_media(path, "Fire drill.pdf").title == "Fire drill"


@pytest.mark.parametrize("name", ["film.avi", "film.mp4", "song.mp3", "page.pdf", "page"])
def test_what_is_no_media_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"something else")

    with pytest.raises(InvalidPackage, match=name) as refusal:
        read_media(path)
    assert refusal.value.code == "not_media"


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"
    path.touch()

    with pytest.raises(InvalidPackage):
        read_media(path)
