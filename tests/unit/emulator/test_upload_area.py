import pytest

from scormcloud_cli.emulator import upload_area
from scormcloud_cli.emulator.forms import Uploaded
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import APP_ID, Emulator


def received(emulator: Emulator, content: bytes = b"PK") -> Uploaded:
    path = emulator.new_upload()
    path.write_bytes(content)
    return Uploaded(path, "golf.zip")


def put(emulator: Emulator, domain: str = upload_area.DOMAIN, content: bytes = b"PK") -> str:
    token = upload_area.new_token(emulator, APP_ID)
    return upload_area.put(emulator, APP_ID, token, received(emulator, content), domain)


def test_a_token_tells_the_size_of_what_came_with_it(emulator: Emulator) -> None:
    token_id = upload_area.new_token(emulator, APP_ID)
    token = upload_area.token(emulator.store.reading(), APP_ID, token_id)
    assert token is not None
    assert token["size"] is None
    upload_area.put(emulator, APP_ID, token_id, received(emulator, b"12345"), "default")
    token = upload_area.token(emulator.store.reading(), APP_ID, token_id)
    assert token is not None
    assert token["size"] == 5


def test_a_file_without_a_token_is_refused_and_left(emulator: Emulator) -> None:
    uploaded = received(emulator)
    with pytest.raises(Refusal, match=r"Unknown upload token \[guess\]"):
        upload_area.put(emulator, APP_ID, "guess", uploaded, "default")
    assert uploaded.path.exists()
    assert upload_area.files(emulator, APP_ID, "default") == []


def test_a_token_without_a_file_is_refused(emulator: Emulator) -> None:
    token = upload_area.new_token(emulator, APP_ID)
    with pytest.raises(Refusal, match="no file"):
        upload_area.put(emulator, APP_ID, token, None, "default")


def test_a_copy_is_the_callers(emulator: Emulator) -> None:
    location = put(emulator, content=b"golf")
    copy = upload_area.copy(emulator, APP_ID, location)
    copy.path.unlink()
    assert upload_area.copy(emulator, APP_ID, location).path.read_bytes() == b"golf"


def test_a_path_without_a_domain_is_in_the_default_one(emulator: Emulator) -> None:
    name = put(emulator).rpartition("/")[2]
    assert upload_area.copy(emulator, APP_ID, name).name == name


@pytest.mark.parametrize("path", ["default/nothing.zip", "../emulator.sqlite3", "../../x", ".."])
def test_nothing_outside_of_the_area_is_copied(emulator: Emulator, path: str) -> None:
    put(emulator)
    with pytest.raises(Refusal, match="Could not find file"):
        upload_area.copy(emulator, APP_ID, path)


def test_domains_and_applications_are_apart(emulator: Emulator) -> None:
    location = put(emulator, "spring")
    assert len(upload_area.files(emulator, APP_ID, "spring")) == 1
    assert upload_area.files(emulator, APP_ID, "default") == []
    with pytest.raises(Refusal, match="Could not find file"):
        upload_area.copy(emulator, "other", location)


def test_a_deleted_file_is_gone_and_one_that_is_not_there_does_not_matter(
    emulator: Emulator,
) -> None:
    name = put(emulator).rpartition("/")[2]
    for _ in range(2):
        upload_area.delete(emulator, APP_ID, "default", name)
    assert upload_area.files(emulator, APP_ID, "default") == []


@pytest.mark.parametrize("name", ["a\0b.zip", "a." + "x" * 300, "a.\0", "..", "\ud800"])
def test_a_file_is_kept_whatever_it_was_called(emulator: Emulator, name: str) -> None:
    token = upload_area.new_token(emulator, APP_ID)
    uploaded = Uploaded(received(emulator, b"golf").path, name)
    location = upload_area.put(emulator, APP_ID, token, uploaded, "default")
    assert upload_area.copy(emulator, APP_ID, location).path.read_bytes() == b"golf"
    assert upload_area.copy(emulator, APP_ID, name).path.read_bytes() == b"golf"
    upload_area.delete(emulator, APP_ID, "default", name)
    assert upload_area.files(emulator, APP_ID, "default") == []


@pytest.mark.parametrize("domain", ["a\0b", "..", "\ud800", "é"])
def test_a_domain_is_a_folder_of_its_own(emulator: Emulator, domain: str) -> None:
    location = put(emulator, domain, b"golf")
    assert upload_area.copy(emulator, APP_ID, location).path.read_bytes() == b"golf"
    assert len(list((emulator.folder / "files" / APP_ID).iterdir())) == 1


def test_a_domain_that_no_folder_can_be_called_is_refused(emulator: Emulator) -> None:
    with pytest.raises(Refusal, match="too long"):
        put(emulator, "é" * 50)
