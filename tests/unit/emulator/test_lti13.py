from pathlib import Path

import pytest

from scormcloud_cli.emulator import lti13


@pytest.fixture(autouse=True)
def _short_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lti13, "_BITS", 256)  # 2,048 take a second to find


def test_a_folder_has_one_key_made_when_it_is_asked_for(tmp_path: Path) -> None:
    key = lti13.public_key(tmp_path)
    assert key.startswith("-----BEGIN PUBLIC KEY-----")
    assert lti13.public_key(tmp_path) == key


def test_every_folder_has_a_key_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert lti13.public_key(tmp_path) != lti13.public_key(tmp_path / "other")


def test_a_damaged_key_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "lti13.json").write_text("{")
    key = lti13.public_key(tmp_path)
    assert lti13.public_key(tmp_path) == key
