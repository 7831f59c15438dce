import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, NoKeyringError

from scormcloud_cli.accounts import keys
from scormcloud_cli.api.errors import AuthenticationFailed


class Backend(KeyringBackend):
    """A keyring in memory, that can be made to fail."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.before: Callable[[], Any] = lambda: None

    def get_password(self, service: str, username: str) -> str | None:
        self.before()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.before()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.before()
        del self.kept[service, username]


@pytest.fixture
def backend() -> Any:
    before = keyring.get_keyring()
    backend = Backend()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"SCLOUD_CONFIG_DIR": str(tmp_path / "config")}


@pytest.mark.parametrize("store", ["keyring", "file"])
def test_a_key_is_kept_read_and_forgotten(
    store: str, environ: dict[str, str], backend: Backend
) -> None:
    keys.keep("work", "app", "secret", store, environ)
    assert keys.read("work", "app", store, environ) == "secret"
    keys.forget("work", "app", store, environ)
    keys.forget("work", "app", store, environ)  # twice is once
    with pytest.raises(AuthenticationFailed, match="is not in the"):
        keys.read("work", "app", store, environ)


def test_the_keys_of_two_profiles_are_apart(environ: dict[str, str], backend: Backend) -> None:
    keys.keep("work", "app", "one", "keyring", environ)
    keys.keep("home", "app", "two", "keyring", environ)
    assert keys.read("work", "app", "keyring", environ) == "one"


def test_a_file_of_keys_is_for_its_owner_alone(environ: dict[str, str]) -> None:
    keys.keep("work", "app", "secret", "file", environ)
    assert keys.secrets_file(environ).stat().st_mode & 0o777 == 0o600


def test_a_keyring_that_is_switched_off_is_not_asked(
    environ: dict[str, str], backend: Backend
) -> None:
    backend.before = lambda: pytest.fail("it was asked")
    with pytest.raises(AuthenticationFailed) as refused:
        keys.read("work", "app", "keyring", environ | {"SCLOUD_KEYRING": "none"})
    assert refused.value.code == "no_keyring"


def failing(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NoKeyringError(), "no_keyring"),
        (KeyringLocked(), "keyring_locked"),
        (RuntimeError("broken"), "keyring_refused"),
        (SystemExit(3), "keyring_refused"),
    ],
)
def test_a_keyring_that_fails_names_the_two_ways_on(
    error: BaseException, code: str, environ: dict[str, str], backend: Backend
) -> None:
    backend.before = failing(error)
    with pytest.raises(AuthenticationFailed) as refused:
        keys.keep("work", "app", "secret", "keyring", environ)
    assert refused.value.code == code
    assert "SCLOUD_SECRET_KEY" in (refused.value.hint or "")
    assert "--insecure-storage" in (refused.value.hint or "")


def test_a_keyring_that_does_not_answer_is_waited_for_3_seconds(
    environ: dict[str, str], backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keys._TIMEOUT == 3.0
    monkeypatch.setattr(keys, "_TIMEOUT", 0.1)
    backend.before = lambda: time.sleep(10)
    started = time.monotonic()
    with pytest.raises(AuthenticationFailed) as refused:
        keys.read("work", "app", "keyring", environ)
    assert refused.value.code == "keyring_locked"
    assert 0.1 <= time.monotonic() - started < 3
