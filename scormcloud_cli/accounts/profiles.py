"""Profiles: named accounts, kept in the config file, and which of them a command uses.

The config file holds no secret. Where the secrets are is the business of `keys`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scormcloud_cli.accounts.folders import config_folder
from scormcloud_cli.api import APIS, V2
from scormcloud_cli.api.credentials import Credentials
from scormcloud_cli.api.errors import AuthenticationFailed, UsageError
from scormcloud_cli.api.files import whole_file
from scormcloud_cli.api.hosts import checked_base_url

DEFAULT_BASE_URL = "https://cloud.scorm.com"

# The profile of the emulator inside the command; it needs no account.
LOCAL = "local"
# What a run is called that takes everything from the environment.
ENVIRONMENT = "environment"
RESERVED = (LOCAL, ENVIRONMENT)

_NOBODY = "scloud auth login, or -p local to try it without an account"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A named account.

    Attributes:
        name: what it is called.
        app_id: the application's ID; None where only the environment knows it.
        api: the API it speaks unless told otherwise.
        apis: the APIs that took its credentials at login.
        base_url: the service.
        store: where its secret key is: ``keyring`` or ``file``; None for nowhere.
        management_app_id: the ID of the application that manages the others, if it has one.
        management_store: where that one's secret key is.
    """

    name: str
    app_id: str | None = None
    api: str = V2
    apis: tuple[str, ...] = ()
    base_url: str = DEFAULT_BASE_URL
    store: str | None = None
    management_app_id: str | None = None
    management_store: str | None = None


def config_file(environ: Mapping[str, str]) -> Path:
    """Return where the config file is, or would be."""
    return config_folder(environ) / "config.toml"


def load(environ: Mapping[str, str]) -> dict[str, Profile]:
    """Return the profiles of the config file, by name.

    Raises:
        UsageError: the file cannot be read, or is malformed.
    """
    path = config_file(environ)
    document = _read(path)
    found: dict[str, Profile] = {}
    for name, entry in document.get("profiles", {}).items():
        if not isinstance(entry, dict):
            raise UsageError(f"{path}: profiles.{name} must be a table")
        found[name] = _profile(path, name, entry)
    return found


def current(environ: Mapping[str, str]) -> str | None:
    """Return the name of the profile that is used when none is named; None when there is none.

    Raises:
        UsageError: the config file cannot be read, or is malformed.
    """
    name = _read(config_file(environ)).get("current")
    return str(name) if name else None


def save(environ: Mapping[str, str], profile: Profile, *, make_current: bool) -> None:
    """Write a profile to the config file, in place of the one of that name.

    Args:
        environ: the environment, for where the file is.
        profile: what to write.
        make_current: use it from now on when none is named.

    Raises:
        UsageError: the file cannot be read or written.
    """
    import tomlkit

    document = _editable(environ)
    profiles: Any = document.setdefault("profiles", tomlkit.table(is_super_table=True))
    entry = profiles.setdefault(profile.name, tomlkit.table())
    values = {
        "app_id": profile.app_id,
        "api": profile.api,
        "apis": list(profile.apis),
        "base_url": profile.base_url,
        "store": profile.store,
        "management_app_id": profile.management_app_id,
        "management_store": profile.management_store,
    }
    for name, value in values.items():
        if value:
            entry[name] = value
        else:
            entry.pop(name, None)
    if make_current:
        document["current"] = profile.name
    _write(environ, tomlkit.dumps(document))


def remove(environ: Mapping[str, str], name: str) -> None:
    """Take a profile out of the config file.

    Raises:
        UsageError: the file cannot be read or written.
    """
    import tomlkit

    document = _editable(environ)
    profiles: Any = document.get("profiles", {})
    profiles.pop(name, None)
    if document.get("current") == name:
        document.pop("current")
    _write(environ, tomlkit.dumps(document))


def switch(environ: Mapping[str, str], name: str) -> None:
    """Use a profile from now on when none is named.

    Raises:
        UsageError: the file cannot be read or written.
    """
    import tomlkit

    document = _editable(environ)
    document["current"] = name
    _write(environ, tomlkit.dumps(document))


def choose(name: str | None, environ: Mapping[str, str]) -> Profile:
    """Return the profile to use.

    Args:
        name: the one asked for, or None: the current one, or the environment's pair.
        environ: the environment; its ``SCLOUD_BASE_URL`` goes before the profile's own.

    Raises:
        UsageError: there is no profile of that name, or the config file is malformed.
        AuthenticationFailed: none is asked for, and none is set up.
    """
    if name == LOCAL:
        return Profile(name=LOCAL, base_url="", store="built in")
    if name is None:
        by_environment = any(environ.get(each) for each in ("SCLOUD_APP_ID", "SCLOUD_TOKEN"))
        name = current(environ)
        if name == LOCAL and not by_environment:
            return choose(LOCAL, environ)
        if name is None or (by_environment and name == LOCAL):
            if not by_environment and not environ.get("SCLOUD_MANAGEMENT_APP_ID"):
                raise AuthenticationFailed("no profile is set up", hint=_NOBODY)
            return _with_base_url(Profile(name=ENVIRONMENT), environ)
    return _with_base_url(named(name, environ), environ)


def named(name: str, environ: Mapping[str, str]) -> Profile:
    """Return the profile of a name.

    Raises:
        UsageError: there is none, or the config file is malformed.
    """
    if name == LOCAL:
        return choose(LOCAL, environ)
    known = load(environ)
    if name not in known:
        from scormcloud_cli.api.names import nearest

        close = nearest(name, [*known, LOCAL])
        raise UsageError(
            f"there is no profile {name!r}",
            code="profile_not_found",
            hint=f"did you mean {close}?" if close else "scloud auth list",
        )
    return known[name]


def check_name(name: str) -> None:
    """Refuse a name that no profile can have.

    Raises:
        UsageError: it is reserved, or has other characters than letters, digits, ``-_.``.
    """
    if name in RESERVED:
        raise UsageError(f"{name!r} is no name for a profile of yours: scloud uses it itself")
    if not name or not name.replace("-", "a").replace("_", "a").replace(".", "a").isalnum():
        raise UsageError("a profile's name has letters, digits and -_. only")


def credentials(
    profile: Profile, environ: Mapping[str, str], *, management: bool = False
) -> Credentials:
    """Return what proves who is calling: the environment's, else the profile's.

    Args:
        profile: the profile in use; ``local`` has a pair of its own and takes no other.
        environ: the environment.
        management: the management application's pair instead of the application's.

    Raises:
        AuthenticationFailed: there are none, half of them is missing, or they cannot be read.
    """
    if profile.name == LOCAL:
        pair = (
            ("local-manager", "local-manager-secret") if management else ("local", "local-secret")
        )
        return Credentials(*pair, source="built in")
    prefix = "SCLOUD_MANAGEMENT_" if management else "SCLOUD_"
    names = prefix + "APP_ID", prefix + "SECRET_KEY"
    app_id, secret_key = (environ.get(name, "") for name in names)
    if app_id and secret_key:
        return Credentials(app_id, secret_key, source=f"{names[0]} and {names[1]}")
    if app_id or secret_key:
        given, missing = names if app_id else reversed(names)
        raise AuthenticationFailed(f"{given} is set, but not {missing}", hint=f"set {missing}")
    if not management and (token := environ.get("SCLOUD_TOKEN")):
        return Credentials("", token=token, source="SCLOUD_TOKEN")
    app_id = (profile.management_app_id if management else profile.app_id) or ""
    store = profile.management_store if management else profile.store
    if not app_id or not store:
        if management:
            raise AuthenticationFailed(
                "this needs the management application's credentials, and there are none",
                code="no_management_credentials",
                hint=f"set {names[0]} and {names[1]}, or: scloud auth login --management",
            )
        raise AuthenticationFailed("there are no credentials", hint=_NOBODY)
    from scormcloud_cli.accounts import keys

    secret_key = keys.read(profile.name, app_id, store, environ)
    return Credentials(app_id, secret_key, source=store)


def _with_base_url(profile: Profile, environ: Mapping[str, str]) -> Profile:
    base_url = environ.get("SCLOUD_BASE_URL") or profile.base_url
    return replace(profile, base_url=checked_base_url(base_url))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}", code="config_unreadable") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is malformed: {error}", code="config_malformed") from None


def _profile(path: Path, name: str, entry: Mapping[str, Any]) -> Profile:
    api = entry.get("api", V2)
    if api not in APIS:
        raise UsageError(f"{path}: profiles.{name}.api must be one of {', '.join(APIS)}")
    return Profile(
        name=name,
        app_id=entry.get("app_id"),
        api=api,
        apis=tuple(entry.get("apis", ())),
        base_url=entry.get("base_url", DEFAULT_BASE_URL),
        store=entry.get("store"),
        management_app_id=entry.get("management_app_id"),
        management_store=entry.get("management_store"),
    )


def _editable(environ: Mapping[str, str]) -> Any:
    """Return the config file as a document that keeps its comments when it is written again."""
    import tomlkit

    path = config_file(environ)
    _read(path)  # says what is wrong with it, in our words
    return tomlkit.parse(path.read_text("utf-8")) if path.exists() else tomlkit.document()


def _write(environ: Mapping[str, str], text: str) -> None:
    path = config_file(environ)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with whole_file(path) as file:
        file.write(text.encode())
