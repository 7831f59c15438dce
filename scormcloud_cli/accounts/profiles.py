"""Profiles: applications by name, kept in the config file, and which of them a command uses.

The config file contains no secrets; `keys` stores those.
"""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from scormcloud_cli.accounts.folders import config_folder, write_toml
from scormcloud_cli.api import APIS, V2
from scormcloud_cli.api.credentials import Credentials
from scormcloud_cli.api.errors import AuthenticationFailed, UsageError
from scormcloud_cli.api.hosts import checked_base_url

DEFAULT_BASE_URL = "https://cloud.scorm.com"

# The profile of the emulator inside the command, which needs no account.
LOCAL = "local"
# The name of the profile of a command that takes everything from the environment.
ENVIRONMENT = "environment"
RESERVED = (LOCAL, ENVIRONMENT)

_ELSEWHERE = "mend it, or name another folder with SCLOUD_CONFIG_DIR"
_SET_UP = "scloud auth login, or -p local to try it without an account"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An application by name, and how it is called.

    Attributes:
        name: its name.
        app_id: the application's ID; None where only the environment has it.
        api: the API to use by default.
        apis: the APIs that accepted its credentials at login.
        base_url: the URL of the service.
        store: where its secret key is kept: ``keyring`` or ``file``; None for nowhere.
        management_app_id: the ID of the management application, if there is one.
        origin: what software the service is told that calls; the default's if None.
        management_store: where the secret key of that one is kept.
    """

    name: str
    app_id: str | None = None
    api: str = V2
    apis: tuple[str, ...] = ()
    base_url: str = DEFAULT_BASE_URL
    store: str | None = None
    management_app_id: str | None = None
    management_store: str | None = None
    origin: str | None = None


# What the config file has of a profile, in its order.
_KEYS = tuple(field.name for field in fields(Profile) if field.name != "name")


def config_file(environ: Mapping[str, str]) -> Path:
    """Return the path of the config file, which need not exist."""
    return config_folder(environ) / "config.toml"


def load(environ: Mapping[str, str]) -> dict[str, Profile]:
    """Return the profiles of the config file, by name.

    Raises:
        UsageError: the file cannot be read, or is malformed.
    """
    path = config_file(environ)
    entries = _read(path).get("profiles", {})
    if not isinstance(entries, dict):
        raise _malformed(f"{path}: profiles must be tables")
    return {name: _profile(path, name, entry) for name, entry in entries.items()}


def current(environ: Mapping[str, str]) -> str | None:
    """Return the name of the profile that is used when none is named; None when there is none.

    Raises:
        UsageError: the config file cannot be read, or is malformed.
    """
    name = _read(config_file(environ)).get("current")
    return str(name) if name else None


def save(environ: Mapping[str, str], profile: Profile, *, make_current: bool) -> None:
    """Write a profile to the config file, in place of one with the same name.

    Args:
        environ: the environment, for where the file is.
        profile: the profile.
        make_current: use it from now on when none is named.

    Raises:
        UsageError: the file cannot be read or written.
    """
    import tomlkit

    with _edited(environ) as document:
        profiles = document.setdefault("profiles", tomlkit.table(is_super_table=True))
        entry = profiles.setdefault(profile.name, tomlkit.table())
        for key in _KEYS:
            value = getattr(profile, key)
            if value:
                entry[key] = list(value) if isinstance(value, tuple) else value
            else:
                entry.pop(key, None)
        if make_current:
            document["current"] = profile.name


def remove(environ: Mapping[str, str], name: str) -> None:
    """Remove a profile from the config file.

    Raises:
        UsageError: the file cannot be read or written.
    """
    with _edited(environ) as document:
        document.get("profiles", {}).pop(name, None)
        if document.get("current") == name:
            document.pop("current")


def switch(environ: Mapping[str, str], name: str) -> None:
    """Use a profile from now on when none is named.

    Raises:
        UsageError: the file cannot be read or written.
    """
    with _edited(environ) as document:
        document["current"] = name


def choose(asked: str | None, environ: Mapping[str, str], *, management: bool = False) -> Profile:
    """Return the profile to use (docs/cli.md, Credentials).

    Args:
        asked: the name that ``--profile`` gives; None where it is not given.
        environ: the environment; its ``SCLOUD_BASE_URL`` is used instead of the profile's own.
        management: choose for the management application's credentials.

    Raises:
        UsageError: there is no profile with that name, or the config file is malformed.
        AuthenticationFailed: none is named, and none is set up.
    """
    if asked is None and any(map(environ.get, variables(management=management))):
        return _with_base_url(Profile(name=ENVIRONMENT), environ)
    name = asked if asked is not None else environ.get("SCLOUD_PROFILE") or current(environ)
    if name is None:
        raise none_current(environ, management=management)
    profile = named(name, environ)
    return profile if name == LOCAL else _with_base_url(profile, environ)


def variables(*, management: bool) -> tuple[str, ...]:
    """Return the variables that hold credentials, of one kind of application or the other."""
    if management:
        return "SCLOUD_MANAGEMENT_APP_ID", "SCLOUD_MANAGEMENT_SECRET_KEY"
    return "SCLOUD_APP_ID", "SCLOUD_SECRET_KEY", "SCLOUD_TOKEN"


def named(name: str, environ: Mapping[str, str]) -> Profile:
    """Return the profile with a name.

    Raises:
        UsageError: there is none, or the config file is malformed.
    """
    if name == LOCAL:
        return Profile(name=LOCAL, base_url="", store="built in")
    profiles = load(environ)
    if name not in profiles:
        from scormcloud_cli.api.names import nearest

        close = nearest(name, [*profiles, LOCAL])
        raise UsageError(
            f"there is no profile {name!r}",
            code="profile_not_found",
            hint=f"did you mean {close}?" if close else "scloud auth list",
        )
    return profiles[name]


def check_name(name: str) -> None:
    """Refuse a name that no profile can have.

    Raises:
        UsageError: it is reserved, or has other characters than letters, digits and ``-_.``.
    """
    if name in RESERVED:
        raise UsageError(f"{name!r} is a name that scloud uses itself: choose another one")
    if not name.translate(dict.fromkeys(map(ord, "-_."), "a")).isalnum():
        raise UsageError("a profile's name has letters, digits and -_. only")


def none_current(environ: Mapping[str, str], *, management: bool = False) -> AuthenticationFailed:
    """Return what to raise where no profile is named, and none is the current one.

    Args:
        environ: the environment, for where the profiles are.
        management: whether the management application's credentials were to be had.
    """
    others = sorted(load(environ))
    if others:
        return AuthenticationFailed(
            "no profile is the current one",
            hint=f"scloud auth switch NAME, or -p NAME; there are: {', '.join(others)}",
        )
    if management:
        return _no_management("scloud auth login --management")
    return AuthenticationFailed("no profile is set up", hint=_SET_UP)


def credentials(
    profile: Profile, environ: Mapping[str, str], *, management: bool = False
) -> Credentials:
    """Return the credentials for calls with a profile, which `choose` has returned.

    Args:
        profile: the profile in use.
        environ: the environment.
        management: return the credentials of the management application.

    Raises:
        AuthenticationFailed: there are none, half of them is missing, or they cannot be read.
    """
    if profile.name == ENVIRONMENT:
        return _from_environment(environ, management=management)
    if profile.name == LOCAL:
        app_id = "local-manager" if management else "local"
        return Credentials(app_id, f"{app_id}-secret", source="built in", profile=LOCAL)
    app_id = (profile.management_app_id if management else profile.app_id) or ""
    store = profile.management_store if management else profile.store
    login = f"scloud auth login -p {profile.name}" + (" --management" if management else "")
    if not app_id or not store:
        if management:
            raise _no_management(login)
        raise AuthenticationFailed(f"profile {profile.name} has no credentials", hint=login)
    from scormcloud_cli.accounts import keys

    secret_key = keys.read(profile.name, app_id, store, environ)
    return Credentials(app_id, secret_key, source=store, profile=profile.name, remedy=login)


def _from_environment(environ: Mapping[str, str], *, management: bool) -> Credentials:
    names = variables(management=management)[:2]
    app_id, secret_key = (environ.get(name, "") for name in names)
    if app_id and secret_key:
        source = " and ".join(names)
        remedy = f"check {source}: they go before every profile but that of --profile"
        return Credentials(app_id, secret_key, source=source, remedy=remedy)
    if app_id or secret_key:
        present, missing = names if app_id else reversed(names)
        raise AuthenticationFailed(f"{present} is set, but not {missing}", hint=f"set {missing}")
    remedy = "unset SCLOUD_TOKEN, or set one that has not expired and has the scope"
    return Credentials("", token=environ["SCLOUD_TOKEN"], source="SCLOUD_TOKEN", remedy=remedy)


def _no_management(login: str) -> AuthenticationFailed:
    pair = " and ".join(variables(management=True))
    return AuthenticationFailed(
        "this needs the management application's credentials, and there are none",
        code="no_management_credentials",
        hint=f"{login}; or, without --profile, set {pair}",
    )


def _with_base_url(profile: Profile, environ: Mapping[str, str]) -> Profile:
    base_url = environ.get("SCLOUD_BASE_URL") or profile.base_url
    return replace(profile, base_url=checked_base_url(base_url))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(
            f"cannot read {path}: {reason}", code="config_unreadable", hint=_ELSEWHERE
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise _malformed(f"{path} is malformed: {error}") from None


def _malformed(problem: str) -> UsageError:
    return UsageError(problem, code="config_malformed", hint=_ELSEWHERE)


def _profile(path: Path, name: str, entry: Any) -> Profile:
    if not isinstance(entry, dict):
        raise _malformed(f"{path}: profiles.{name} must be a table")
    api = entry.get("api", V2)
    if api not in APIS:
        raise _malformed(f"{path}: profiles.{name}.api must be one of {', '.join(APIS)}")
    values = {key: entry[key] for key in _KEYS if key in entry}
    for key, value in values.items():
        kind, words = (list, "a list") if key == "apis" else (str, "a text")
        if not isinstance(value, kind):
            raise _malformed(f"{path}: profiles.{name}.{key} must be {words}")
    return Profile(**{**values, "name": name, "apis": tuple(entry.get("apis", ()))})


@contextmanager
def _edited(environ: Mapping[str, str]) -> Iterator[Any]:
    """Give the config file as a document to change, and write it, with its comments, at the end."""
    import tomlkit

    path = config_file(environ)
    _read(path)  # raises the error for a file that is malformed
    document = tomlkit.parse(path.read_text("utf-8")) if path.exists() else tomlkit.document()
    yield document
    write_toml(path, document)
