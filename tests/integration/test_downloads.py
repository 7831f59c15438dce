"""What commands save: a file of the user's is replaced only where that is asked for."""

from pathlib import Path

import pytest

from tests.support.results import Run

SAVING = {
    "course download": ("course", "download", "{golf}"),
    "asset get": ("course", "asset", "get", "{golf}", "imsmanifest.xml"),
    "course pack": ("course", "pack", "golf"),
    "registration export": ("registration", "export", "--course", "{golf}"),
    "raw call": ("raw", "call", "GetCourseZip", "courseId={golf}"),
}


@pytest.mark.parametrize("words", SAVING.values(), ids=SAVING)
def test_a_file_with_other_content_is_replaced_only_by_force(
    words: tuple[str, ...], scloud: Run, golf: str, folder: Path, tmp_path: Path
) -> None:
    place = tmp_path / "mine.csv"
    place.write_text("my own work")
    save = [*(word.format(golf=golf) for word in words), "-O", "mine.csv"]
    refused = scloud(*save)
    assert (refused.code, refused.error["code"]) == (2, "file_exists")
    assert "--force" in refused.error["hint"]
    assert place.read_text() == "my own work"
    assert scloud(*save, "--force").code == 0
    content = place.read_bytes()
    assert content != b"my own work"
    assert scloud(*save).code == 0  # the same content is no loss
    assert place.read_bytes() == content
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["mine.csv"]


@pytest.mark.parametrize("words", SAVING.values(), ids=SAVING)
def test_a_dry_run_lists_the_file_and_writes_none(
    words: tuple[str, ...], scloud: Run, golf: str, folder: Path, tmp_path: Path
) -> None:
    save = [*(word.format(golf=golf) for word in words), "-O", "mine.csv"]
    planned = scloud(*save, "--dry-run")
    assert planned.code == 0
    assert planned.json["writes"].endswith("mine.csv")
    assert not (tmp_path / "mine.csv").exists()
