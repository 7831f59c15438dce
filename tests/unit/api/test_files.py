from collections.abc import Callable
from pathlib import Path

import pytest

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.api.files import opened, read_text, unreadable, whole_file


def test_a_file_has_its_name_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "golf.zip"
    with whole_file(path) as file:
        file.write(b"half")
        assert not path.exists()
    assert path.read_bytes() == b"half"
    assert list(tmp_path.iterdir()) == [path]


def test_what_breaks_off_leaves_nothing_and_the_old_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "golf.zip"
    path.write_bytes(b"old")

    def break_off() -> None:
        with whole_file(path) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_no_place_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"), whole_file(tmp_path):
        pass


def test_a_place_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot write"), whole_file(tmp_path / "no" / "x"):
        pass


def test_a_file_that_is_there_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "golf.zip"
    path.write_bytes(b"PK\r\n")
    with opened(str(path)) as file:
        assert file.read() == b"PK\r\n"


@pytest.mark.parametrize("content", [b"a,b\nc\xc3\xa9,d\n", b"\xef\xbb\xbfa,b\r\nc\xc3\xa9,d\r\n"])
def test_text_is_read_with_or_without_a_mark(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(content)
    assert read_text(path) == "a,b\ncé,d\n"


@pytest.mark.parametrize("read", [opened, read_text])
def test_a_file_that_is_missing_or_no_file_has_one_code(
    tmp_path: Path, read: Callable[[Path], object]
) -> None:
    for path, code, message in (
        (tmp_path / "no", "file_not_found", f"there is no file {tmp_path}/no"),
        (tmp_path, "file_unreadable", f"cannot read {tmp_path}: Is a directory"),
        (Path(__file__) / "no", "file_unreadable", f"cannot read {__file__}/no: Not a directory"),
    ):
        with pytest.raises(UsageError) as raised:
            read(path)
        assert (raised.value.code, raised.value.exit_code) == (code, 2)
        assert raised.value.message == message


def test_what_is_not_utf_8_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"\xff\xfea")
    with pytest.raises(UsageError, match="not text in UTF-8") as raised:
        read_text(path)
    assert raised.value.code == "file_not_text"


def test_a_file_of_somebody_else_is_unreadable() -> None:
    error = unreadable("secret.txt", PermissionError(13, "Permission denied"))
    assert (error.code, error.message) == (
        "file_unreadable",
        "cannot read secret.txt: Permission denied",
    )
