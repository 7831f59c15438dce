"""Where secret keys are kept: in the keyring of the operating system, or on request in a file."""

import threading
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from scormcloud_cli.accounts.folders import config_folder, write_toml
from scormcloud_cli.api.errors import AuthenticationFailed

KEYRING = "keyring"
FILE = "file"

_SERVICE = "scloud"
# Seconds. A keyring that is locked may wait for a person who is not there.
_TIMEOUT = 3.0

_INSTEAD = (
    "set SCLOUD_APP_ID and SCLOUD_SECRET_KEY, or keep the key in a file: "
    "scloud auth login --insecure-storage"
)

Answer = TypeVar("Answer")


def read(profile: str, app_id: str, store: str, environ: Mapping[str, str]) -> str:
    """Return a secret key.

    Args:
        profile: the name of the profile that it belongs to.
        app_id: the application that it belongs to.
        store: where it is kept: ``keyring`` or ``file``.
        environ: the environment; ``SCLOUD_KEYRING=none`` switches the keyring off.

    Raises:
        AuthenticationFailed: it is not there, or the keyring does not return it.
    """
    if store == FILE:
        secret_key = _secrets(environ).get(profile, {}).get(app_id)
    else:
        user = _user(profile, app_id)
        secret_key = _ask_keyring(environ, lambda keyring: keyring.get_password(_SERVICE, user))
    if not isinstance(secret_key, str):
        raise AuthenticationFailed(
            f"the secret key of {app_id} is not in the {store} any more",
            hint=f"scloud auth login -p {profile}",
        )
    return secret_key


def keep(
    profile: str, app_id: str, secret_key: str, store: str, environ: Mapping[str, str]
) -> None:
    """Keep a secret key; arguments as for `read`.

    Raises:
        AuthenticationFailed: the keyring does not store it.
        UsageError: the file cannot be written.
    """
    if store == FILE:
        secrets = _secrets(environ)
        secrets.setdefault(profile, {})[app_id] = secret_key
        write_toml(secrets_file(environ), secrets, private=True)
    else:
        user = _user(profile, app_id)
        _ask_keyring(environ, lambda keyring: keyring.set_password(_SERVICE, user, secret_key))


def forget(profile: str, app_id: str, store: str, environ: Mapping[str, str]) -> None:
    """Delete a secret key, if it is there; arguments as for `read`.

    Raises:
        AuthenticationFailed: the keyring does not answer.
    """
    if store == FILE:
        secrets = _secrets(environ)
        secrets.get(profile, {}).pop(app_id, None)
        secrets = {name: keys for name, keys in secrets.items() if keys}
        write_toml(secrets_file(environ), secrets, private=True)
        return
    user = _user(profile, app_id)

    def delete(keyring: Any) -> None:
        if keyring.get_password(_SERVICE, user) is not None:
            keyring.delete_password(_SERVICE, user)

    _ask_keyring(environ, delete)


def secrets_file(environ: Mapping[str, str]) -> Path:
    """Return the path of the file of secret keys."""
    return config_folder(environ) / "secrets.toml"


def _user(profile: str, app_id: str) -> str:
    return f"{profile}:{app_id}"


def _ask_keyring(environ: Mapping[str, str], step: Callable[[Any], Answer]) -> Answer:
    """Return what *step* returns for the keyring, which may take 3 s at most."""
    from concurrent.futures import Future

    if environ.get("SCLOUD_KEYRING", "").lower() == "none":
        raise _failure("the keyring is switched off (SCLOUD_KEYRING=none)", "no_keyring")
    answer: Future[Answer] = Future()

    def ask() -> None:
        try:
            import keyring

            answer.set_result(step(keyring))
        except BaseException as error:  # backends raise whatever they like; it is told below
            answer.set_exception(error)

    threading.Thread(target=ask, name="keyring", daemon=True).start()
    try:
        error = answer.exception(timeout=_TIMEOUT)
    except TimeoutError:
        problem = f"the keyring does not answer within {_TIMEOUT:g} s: it may be locked"
        raise _failure(problem, "keyring_locked") from None
    if error is None:
        return answer.result()
    from keyring.errors import KeyringLocked, NoKeyringError

    if isinstance(error, NoKeyringError):
        raise _failure("no keyring works on this machine", "no_keyring") from error
    if isinstance(error, KeyringLocked):
        raise _failure("the keyring is locked", "keyring_locked") from error
    raise _failure(
        f"the keyring refused: {error or type(error).__name__}", "keyring_refused"
    ) from error


def _failure(problem: str, code: str) -> AuthenticationFailed:
    hint = f"unlock it, or: {_INSTEAD}" if code == "keyring_locked" else _INSTEAD
    return AuthenticationFailed(problem, code=code, hint=hint)


def _secrets(environ: Mapping[str, str]) -> dict[str, dict[str, str]]:
    path = secrets_file(environ)
    try:
        secrets = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise _unreadable(path, str(reason)) from None
    if not all(isinstance(keys, dict) for keys in secrets.values()):
        raise _unreadable(path, "it has something else than a table for each profile")
    return secrets


def _unreadable(path: Path, reason: str) -> AuthenticationFailed:
    hint = "mend or remove it, and then: scloud auth login --insecure-storage"
    return AuthenticationFailed(f"cannot read {path}: {reason}", code="no_secrets", hint=hint)
