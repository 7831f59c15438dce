import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.workflows.backup.folder import FORMAT, Folder, name

HEADER = {"format": FORMAT, "application": "local"}


def sealed(path: Path) -> Folder:
    folder = Folder(path)
    folder.begin(HEADER)
    folder.write("destinations/acme.json", {"id": "acme"})
    folder.seal(HEADER, "complete")
    return folder


@given(st.lists(st.text(min_size=1, max_size=255), min_size=2, max_size=2, unique=True))
def test_two_ids_never_share_a_file_even_without_capitals(ids: list[str]) -> None:
    assert name(ids[0]).lower() != name(ids[1]).lower()


@given(st.text(min_size=1, max_size=255))
def test_a_name_suits_every_file_system(owner: str) -> None:
    made = name(owner)
    assert made.isascii()
    assert not made.startswith(".")
    assert 0 < len(made) <= 120
    assert not set('/\\:*?"<>| ') & set(made)


def test_an_ordinary_id_is_its_own_name() -> None:
    assert name("golf-2026_a.b") == "golf-2026_a.b"


def test_the_checksums_name_every_file(tmp_path: Path) -> None:
    sealed(tmp_path / "b")
    for line in (tmp_path / "b/SHA256SUMS").read_text().splitlines():
        digest, _, place = line.partition("  ")
        assert hashlib.sha256((tmp_path / "b" / place).read_bytes()).hexdigest() == digest
    assert Folder(tmp_path / "b").verify(lambda _: None) == {
        "backup.json",
        "destinations/acme.json",
    }


def test_what_is_the_same_is_not_written_again(tmp_path: Path) -> None:
    folder = sealed(tmp_path / "b")
    assert not folder.write("destinations/acme.json", {"id": "acme"})
    assert folder.write("destinations/acme.json", {"id": "acme", "name": "Acme"})


@pytest.mark.parametrize("harm", ["changed", "missing", "no sums"])
def test_a_damaged_backup_is_refused(tmp_path: Path, harm: str) -> None:
    sealed(tmp_path / "b")
    file = tmp_path / "b" / ("SHA256SUMS" if harm == "no sums" else "destinations/acme.json")
    if harm == "changed":
        file.write_text("{}")
    else:
        file.unlink()
    with pytest.raises(UsageError, match="damaged"):
        Folder(tmp_path / "b").verify(lambda _: None)


def test_a_place_outside_the_folder_is_never_read(tmp_path: Path) -> None:
    sealed(tmp_path / "b")
    (tmp_path / "secret").write_text("x")
    digest = hashlib.sha256(b"x").hexdigest()
    with (tmp_path / "b/SHA256SUMS").open("a") as file:
        file.write(f"{digest}  ../secret\n")
    with pytest.raises(UsageError, match="damaged"):
        Folder(tmp_path / "b").verify(lambda _: None)


def test_a_backup_under_way_is_no_backup(tmp_path: Path) -> None:
    sealed(tmp_path / "b").begin(HEADER)
    with pytest.raises(UsageError, match="not finished"):
        Folder(tmp_path / "b").header()


def test_a_backup_of_another_format_is_refused(tmp_path: Path) -> None:
    sealed(tmp_path / "b")
    (tmp_path / "b/backup.json").write_text(json.dumps({"format": 99, "status": "complete"}))
    with pytest.raises(UsageError, match="format 99"):
        Folder(tmp_path / "b").header()


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("x")
    with pytest.raises(UsageError, match="holds other files"):
        Folder(tmp_path).begin(HEADER)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_what_does_not_belong_any_more_is_pruned(tmp_path: Path) -> None:
    folder = sealed(tmp_path / "b")
    (tmp_path / "b/destinations/gone.json").write_text("{}")
    (tmp_path / "b/courses/old/versions").mkdir(parents=True)
    assert folder.prune() == 1
    assert [path.name for path in (tmp_path / "b/destinations").iterdir()] == ["acme.json"]
    assert not (tmp_path / "b/courses/old").exists()


def test_only_its_owner_can_read_a_backup(tmp_path: Path) -> None:
    sealed(tmp_path / "b")
    assert (tmp_path / "b").stat().st_mode & 0o077 == 0
    assert (tmp_path / "b/destinations/acme.json").stat().st_mode & 0o077 == 0
