"""Who may do what: applications, their keys, and tokens."""

import hmac
import secrets
from base64 import b64decode
from dataclasses import dataclass
from datetime import timedelta

from scormcloud_cli.emulator import store
from scormcloud_cli.emulator.service import Emulator, text
from scormcloud_cli.emulator.store import insert


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: an application, and the scopes of its token if it came with one."""

    app_id: str
    manages: bool
    scopes: frozenset[str] | None = None

    def may(self, scope: str | None) -> bool:
        """Say whether the caller's token, if there is one, covers a scope such as ``read:course``.

        ``read`` covers every ``read:AREA``, ``admin`` everything (docs/service/v2.md, Access).
        """
        if self.scopes is None or scope is None:
            return True
        verb, _, area = scope.partition(":")
        return bool(self.scopes & {verb, scope, "admin", f"admin:{area}"})


AREAS = (
    *("course", "dispatch", "invitation", "registration", "reporting", "xapicredential"),
    *("xapipipe", "appmgmt", "learner", "ping", "about"),
)
_VERBS = ("read", "write", "delete", "admin")
_READ_ONLY = ("ping", "about", "reporting")


def is_scope(scope: str) -> bool:
    """Say whether there is such a scope."""
    verb, colon, area = scope.partition(":")
    if verb not in _VERBS:
        return False
    return not colon or (area in AREAS and (verb == "read" or area not in _READ_ONLY))


def secrets_of(emulator: Emulator, app_id: str) -> list[str] | None:
    """Return an application's active secret keys; None when there is no such application."""
    database = emulator.store.reading()
    if not store.exists(database, "applications", {"id": app_id}):
        return None
    keys = store.rows(database, "credentials", {"app_id": app_id, "active": True}, "created")
    return [key["secret"] for key in keys]


def manages(emulator: Emulator, app_id: str) -> bool:
    """Say whether an application manages the others."""
    key = {"id": app_id, "management": True}
    return store.exists(emulator.store.reading(), "applications", key)


def by_basic(emulator: Emulator, encoded: str) -> Caller | None:
    """Return who an HTTP basic header names, if the secret key is right."""
    try:
        app_id, _, secret = b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:
        return None
    known = secrets_of(emulator, app_id) or []
    right = [hmac.compare_digest(secret.encode(), key.encode()) for key in known]
    return Caller(app_id, manages(emulator, app_id)) if any(right) else None


def by_token(emulator: Emulator, token: str) -> Caller | None:
    """Return who a bearer token speaks for, if it is known and still good."""
    query = "SELECT * FROM tokens WHERE token = ? AND expires > ?"
    row = emulator.store.reading().execute(query, (token, emulator.now())).fetchone()
    if row is None:
        return None
    scopes = frozenset(row["scopes"].split())
    return Caller(row["app_id"], manages(emulator, row["app_id"]), scopes)


def give_token(emulator: Emulator, app_id: str, scopes: list[str], seconds: float) -> str:
    """Make a token and return it."""
    token = secrets.token_urlsafe(32)
    expires = text(emulator.clock() + timedelta(seconds=seconds))
    with emulator.store.writing() as database:
        database.execute("DELETE FROM tokens WHERE expires < ?", (emulator.now(),))
        row = {"token": token, "app_id": app_id, "scopes": " ".join(scopes), "expires": expires}
        insert(database, "tokens", row)
    return token
