"""Where secret keys are kept: the keyring of the operating system, or a file if one says so."""

import queue
import threading
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from scormcloud_cli.accounts.folders import config_folder
from scormcloud_cli.api.errors import AuthenticationFailed
from scormcloud_cli.api.files import whole_file

KEYRING = "keyring"
FILE = "file"

_SERVICE = "scloud"
# A keyring that is locked may wait for a person who is not there.
_PATIENCE = 3.0

_WAYS_ON = (
    "set SCLOUD_APP_ID and SCLOUD_SECRET_KEY, or keep the key in a file: "
    "scloud auth login --insecure-storage"
)

Found = TypeVar("Found")


def read(profile: str, app_id: str, store: str, environ: Mapping[str, str]) -> str:
    """Return a secret key.

    Args:
        profile: whose.
        app_id: the application it belongs to.
        store: where it was put: ``keyring`` or ``file``.
        environ: the environment; ``SCLOUD_KEYRING=none`` switches the keyring off.

    Raises:
        AuthenticationFailed: it is not there, or the keyring does not give it.
    """
    if store == FILE:
        found = _secrets(environ).get(profile, {}).get(app_id)
    else:
        found = _asked(
            environ, lambda keyring: keyring.get_password(_SERVICE, _user(profile, app_id))
        )
    if not isinstance(found, str):
        raise AuthenticationFailed(
            f"the secret key of {app_id} is not in the {store} any more",
            hint=f"scloud auth login -p {profile}",
        )
    return found


def keep(
    profile: str, app_id: str, secret_key: str, store: str, environ: Mapping[str, str]
) -> None:
    """Keep a secret key; arguments as for `read`.

    Raises:
        AuthenticationFailed: the keyring does not take it.
        UsageError: the file cannot be written.
    """
    if store == FILE:
        secrets = _secrets(environ)
        secrets.setdefault(profile, {})[app_id] = secret_key
        _write(secrets, environ)
    else:
        _asked(
            environ,
            lambda keyring: keyring.set_password(_SERVICE, _user(profile, app_id), secret_key),
        )


def forget(profile: str, app_id: str, store: str, environ: Mapping[str, str]) -> None:
    """Forget a secret key; one that is not there is forgotten already. Arguments as for `read`.

    Raises:
        AuthenticationFailed: the keyring does not answer.
    """
    if store == FILE:
        secrets = _secrets(environ)
        secrets.get(profile, {}).pop(app_id, None)
        _write({name: keys for name, keys in secrets.items() if keys}, environ)
        return

    def delete(keyring: Any) -> None:
        if keyring.get_password(_SERVICE, _user(profile, app_id)) is not None:
            keyring.delete_password(_SERVICE, _user(profile, app_id))

    _asked(environ, delete)


def secrets_file(environ: Mapping[str, str]) -> Path:
    """Return where keys are kept that are kept in a file."""
    return config_folder(environ) / "secrets.toml"


def _user(profile: str, app_id: str) -> str:
    return f"{profile}:{app_id}"


def _asked(environ: Mapping[str, str], step: Callable[[Any], Found]) -> Found:
    """Ask the keyring, and wait for its answer no longer than one waits for a machine."""
    if environ.get("SCLOUD_KEYRING", "").lower() == "none":
        raise AuthenticationFailed(
            "the keyring is switched off (SCLOUD_KEYRING=none)", code="no_keyring", hint=_WAYS_ON
        )
    answers: queue.Queue[tuple[Found | None, Exception | None]] = queue.Queue()

    def ask() -> None:
        try:
            import keyring

            answers.put((step(keyring), None))
        except Exception as error:  # backends raise whatever they like; it is told below
            answers.put((None, error))

    threading.Thread(target=ask, name="keyring", daemon=True).start()
    try:
        found, error = answers.get(timeout=_PATIENCE)
    except queue.Empty:
        raise AuthenticationFailed(
            f"the keyring does not answer within {_PATIENCE:g} s: it may be locked",
            code="keyring_locked",
            hint=f"unlock it, or: {_WAYS_ON}",
        ) from None
    if error is not None:
        raise _refusal(error) from error
    return found  # type: ignore[return-value]  # an answer without an error is what step returned


def _refusal(error: Exception) -> AuthenticationFailed:
    from keyring.errors import KeyringLocked, NoKeyringError

    if isinstance(error, NoKeyringError):
        return AuthenticationFailed(
            "no keyring works on this machine", code="no_keyring", hint=_WAYS_ON
        )
    if isinstance(error, KeyringLocked):
        return AuthenticationFailed(
            "the keyring is locked", code="keyring_locked", hint=f"unlock it, or: {_WAYS_ON}"
        )
    return AuthenticationFailed(
        f"the keyring refused: {error or type(error).__name__}",
        code="keyring_refused",
        hint=_WAYS_ON,
    )


def _secrets(environ: Mapping[str, str]) -> dict[str, dict[str, str]]:
    path = secrets_file(environ)
    try:
        return dict(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise AuthenticationFailed(f"cannot read {path}: {error}", code="no_secrets") from None


def _write(secrets: Mapping[str, Mapping[str, str]], environ: Mapping[str, str]) -> None:
    import tomlkit

    path = secrets_file(environ)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with whole_file(path, private=True) as file:
        file.write(tomlkit.dumps(secrets).encode())
