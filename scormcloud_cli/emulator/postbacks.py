"""Postbacks: their settings, those that are queued, and how results are posted.

The settings are described in docs/service/v2.md, Postbacks; when something is posted, and how often
it is tried, in docs/service/runtime.md, Sending postbacks. `posting` sends what is queued here.
"""

import http.client
import json
import sqlite3
import uuid
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request

from scormcloud_cli.emulator import configuration, courses, store
from scormcloud_cli.emulator.outgoing import Address, Line
from scormcloud_cli.emulator.refusals import Refusal, not_found
from scormcloud_cli.emulator.service import Emulator, text

URL = "ApiRollupRegistrationPostBackUrl"
AUTH_TYPE = "ApiRollupRegistrationAuthType"
USER = "ApiRollupRegistrationAuthUser"
PASSWORD = "ApiRollupRegistrationAuthPassword"  # noqa: S105 (a setting's name)
FORMAT = "ApiRollupRegistrationFormat"
IS_JSON = "ApiRollupRegistrationIsJson"
ALL = (URL, AUTH_TYPE, USER, PASSWORD, FORMAT, IS_JSON)
# How often a session's results are posted at most, in milliseconds.
_INTERVAL = "PlayerCommCommitFrequency"
# What a registration has come to, for the question whether that changed; and before anything.
_RESULT = ("completion", "success", "score")
_NO_RESULT = ["UNKNOWN", "UNKNOWN", None]
# How long it is kept that something was posted, or given up.
_KEPT = timedelta(days=7)
_UNKNOWN = (
    "It may have been delivered: the emulator ended after it had sent the whole and before it had "
    "the answer. It is not sent again but by scloud emulator postback retry"
)

# Properties of v2's PostBackSchema, and the settings they are; `legacy` is the reverse of one.
_PROPERTIES = {
    "url": URL,
    "authType": AUTH_TYPE,
    "userName": USER,
    "password": PASSWORD,
    "resultsFormat": FORMAT,
}
# How long an answer is waited for (docs/service/runtime.md, Sending postbacks).
_SECONDS = 10
# Settings spell these in lower case, the schema in capitals.
_WORDS = ("authType", "resultsFormat")
# A result for trying a postback out: the root activity of a course, what it has reported, and an
# instance of a registration as `registrations.get` has them.
SAMPLE_ACTIVITY = {"itemIdentifier": "postback-test", "title": "Postback test", "children": []}
SAMPLE_STATE = {
    "attempts": 1,
    "completion": "COMPLETED",
    "success": "PASSED",
    "score": 100.0,
    "seconds": 60.0,
}
SAMPLE: Mapping[str, Any] = {
    **dict.fromkeys(("id", "course_id", "learner_id"), "postback-test"),
    "instance": 0,
    "version": 0,
    "course_title": "Postback test",
    "email": None,
    "dispatch_id": None,
    "first_name": "Test",
    "last_name": "Learner",
    **SAMPLE_STATE,
    "xapi_id": "00000000-0000-4000-8000-000000000000",
    **dict.fromkeys(("created", "updated", "completed"), "2026-01-31T12:01:00.000Z"),
    **dict.fromkeys(("first_access", "last_access"), "2026-01-31T12:00:00.000Z"),
    "activities": json.dumps({"postback-test": SAMPLE_STATE}),
}


def postback_of(settings: Mapping[str, str]) -> dict[str, Any] | None:
    """Return v2's PostBackSchema of some settings, without the password; None without a URL."""
    if URL not in settings:
        return None
    postback: dict[str, Any] = {
        name: settings[setting].upper() if name in _WORDS else settings[setting]
        for name, setting in _PROPERTIES.items()
        if setting in settings and setting != PASSWORD
    }
    return postback | ({"legacy": settings[IS_JSON] == "false"} if IS_JSON in settings else {})


def postback_settings(postback: Mapping[str, object]) -> dict[str, str]:
    """Return the settings that v2's PostBackSchema stands for; UNDEFINED is left to the default."""
    settings = {
        setting: str(postback[name]).lower() if name in _WORDS else str(postback[name])
        for name, setting in _PROPERTIES.items()
        if postback.get(name) not in (None, "UNDEFINED")
    }
    if "legacy" in postback:
        settings[IS_JSON] = "false" if postback["legacy"] else "true"
    return settings


class _NoRedirects(HTTPRedirectHandler):
    """A redirect is an answer like another: it counts as success and is not followed."""

    def redirect_request(self, *_arguments: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Content:
    """What is posted: v2's JSON, or v1's XML.

    Attributes:
        kind: its media type.
        text: the result.
        user_field: the field of a form that has the user's name.
    """

    kind: str
    text: str
    user_field: str


def request(settings: Mapping[str, str], content: Content) -> tuple[Request, bytes]:
    """Return the request that posts a result, without its body, and the body, which is never empty.

    Args:
        settings: a postback's settings, by ID.
        content: the result.

    Raises:
        Refusal: there is no such address.
    """
    url = settings.get(URL, "")
    if urlsplit(url).scheme not in ("http", "https"):
        raise Refusal(400, f"[{url}] is no address to post results to")
    user, password = settings.get(USER, ""), settings.get(PASSWORD, "")
    headers = {"Content-Type": f"{content.kind}; charset=UTF-8"}
    if settings.get(AUTH_TYPE) == "httpbasic":
        body = content.text
        headers["Authorization"] = "Basic " + b64encode(f"{user}:{password}".encode()).decode()
    else:
        fields = {"data": content.text, content.user_field: user, "password": password}
        body = urlencode(fields)
        headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
    return Request(url, headers=headers), body.encode()  # noqa: S310 (the scheme has been checked)


def answer(
    emulator: Emulator,
    settings: Mapping[str, str],
    content: Content,
    before_end: Callable[[], None] = lambda: None,
) -> int:
    """Post a result, to this machine as well: an LMS that is being written runs there.

    Args:
        emulator: the emulator.
        settings: a postback's settings, by ID.
        content: the result.
        before_end: called when all of the request but its last byte was sent; that is not sent
            where this raises.

    Returns:
        the status that it is answered with.

    Raises:
        Refusal: there is no such address, or nobody answers in time.
    """
    url = settings.get(URL, "")
    posted, body = request(settings, content)
    posted.data = _in_two(body, before_end)
    posted.add_header("Content-Length", str(len(body)))

    def send(line: Line) -> int:
        with line.opener(_anywhere, _NoRedirects()).open(posted) as answered:
            return int(answered.status)

    try:
        return emulator.outgoing.within(_SECONDS, send)
    except HTTPError as error:
        error.close()
        return error.code
    except Refusal as refusal:
        raise Refusal(
            refusal.status, f"The postback to [{url}] failed: {refusal.message}"
        ) from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise Refusal(400, f"The postback to [{url}] failed: {error}") from None


def is_taken(status: int) -> bool:
    """Say whether an answer means that a result was delivered: a redirect does too."""
    return 200 <= status < 400


def post(emulator: Emulator, settings: Mapping[str, str], content: Content) -> None:
    """Post a result once, and never again.

    Raises:
        Refusal: there is no such address, nobody answers in time, or the answer is no.
    """
    status = answer(emulator, settings, content)
    if not is_taken(status):
        url = settings.get(URL, "")
        raise Refusal(400, f"The postback to [{url}] was answered with {status}")


def after_change(emulator: Emulator, instance: sqlite3.Row, *, exited: bool) -> None:
    """Queue the result of a registration, if there is somewhere to post it to and reason for it.

    At an exit there always is. During a session there is where the overall result is another than
    the one queued last, and then not before the commit interval is over.

    Args:
        emulator: the emulator; in a transaction of this thread, the postback is a part of it.
        instance: the registration as it is now, a row of `registrations.get`.
        exited: whether the learner has left.
    """
    if not _is_used(emulator, instance["app_id"]):
        return
    with emulator.store.writing() as database:
        settings = _settings(database, instance)
        if not settings.get(URL):
            return
        app_id, now = instance["app_id"], emulator.clock()
        key = {"app_id": app_id, "registration_id": instance["id"]}
        key |= {"instance": instance["instance"]}
        earlier = store.rows(database, "postbacks", key, "created DESC, rowid DESC LIMIT 1")
        last = earlier[0] if earlier else None
        result = [instance[name] for name in _RESULT]
        facts: dict[str, object] = {"result": json.dumps(result), "updated": text(now)}
        facts["due"] = text(now)
        if last is not None and last["status"] == "pending" and not (exited and last["attempts"]):
            # It brings what there is when it is sent.
            change(database, last["id"], facts if exited else {"result": facts["result"]})
            return
        if not exited:
            if result == (json.loads(last["result"]) if last else _NO_RESULT):
                return
            interval = timedelta(milliseconds=int(settings[_INTERVAL]) / emulator.postback_speed)
            if last is not None:
                facts["due"] = text(max(now, datetime.fromisoformat(last["due"]) + interval))
        database.execute(
            "DELETE FROM postbacks "
            "WHERE status IN ('delivered', 'failed', 'unknown') AND updated < ?",
            (text(now - _KEPT),),
        )
        row = {"id": str(uuid.uuid4()), **key, **facts, "created": text(now)}
        kept = {name: settings[name] for name in ALL}
        store.insert(database, "postbacks", row | {"settings": kept})


def queued(database: sqlite3.Connection) -> list[sqlite3.Row]:
    """Return every postback that is kept, the newest first."""
    query = "SELECT * FROM postbacks ORDER BY created DESC, rowid DESC"
    return database.execute(query).fetchall()


def get(database: sqlite3.Connection, postback_id: str) -> sqlite3.Row:
    """Return one postback.

    Raises:
        Refusal: there is no such postback.
    """
    row = store.row(database, "postbacks", {"id": postback_id})
    if row is None:
        raise not_found("postback", postback_id)
    return row


def retry(emulator: Emulator, postback_id: str) -> None:
    """Have a postback sent now, whatever became of it before, with all its tries anew.

    Raises:
        Refusal: there is no such postback, or it is being sent.
    """
    with emulator.store.writing() as database:
        settle(emulator)
        if get(database, postback_id)["status"] in ("sending", "finishing"):
            raise Refusal(409, f"Postback [{postback_id}] is being sent just now")
        anew = {"status": "pending", "attempts": 0, "due": emulator.now(), "message": None}
        change(database, postback_id, anew)


def settle(emulator: Emulator) -> None:
    """Settle what becomes of postbacks that were being sent by an emulator that has died."""
    query = "SELECT DISTINCT worker FROM postbacks WHERE status IN ('sending', 'finishing')"
    for row in emulator.store.reading().execute(query).fetchall():
        if not emulator.is_alive(row["worker"]):
            with emulator.store.writing() as database:
                abandon(emulator, database, {"worker": row["worker"]})


def abandon(emulator: Emulator, database: sqlite3.Connection, key: Mapping[str, object]) -> None:
    """Settle what becomes of postbacks whose sender waits for no answer any longer.

    One whose last byte was not sent is sent again, for nobody can have it; another is unknown.

    Args:
        emulator: the emulator.
        database: the store, in a transaction.
        key: which ones, values by column.
    """
    over = {"worker": None, "updated": emulator.now()}
    store.update(database, "postbacks", {**key, "status": "sending"}, {**over, "status": "pending"})
    unknown = {**over, "status": "unknown", "message": _UNKNOWN}
    store.update(database, "postbacks", {**key, "status": "finishing"}, unknown)


def change(database: sqlite3.Connection, postback_id: str, changes: Mapping[str, object]) -> None:
    """Give columns of a queued postback, if it is still there, other values."""
    store.update(database, "postbacks", {"id": postback_id}, changes)


def settings_of(postback: sqlite3.Row) -> dict[str, str]:
    """Return the settings that a postback was queued with, by ID."""
    return dict(json.loads(postback["settings"]))


def _in_two(body: bytes, between: Callable[[], None]) -> Iterator[bytes]:
    yield body[:-1]
    between()
    yield body[-1:]


def _is_used(emulator: Emulator, app_id: str) -> bool:
    """Say whether an application has a postback anywhere."""
    return store.exists(emulator.store.reading(), "settings", {"app_id": app_id, "id": URL})


def _settings(database: sqlite3.Connection, instance: sqlite3.Row) -> dict[str, str]:
    """Return what holds for a registration, by ID; nothing where its version was deleted."""
    app_id = instance["app_id"]
    try:
        course = courses.get(database, app_id, instance["course_id"], instance["version"])
    except Refusal:
        return {}
    levels = configuration.of_registration(instance, course, one_instance=True)
    return {
        value.setting.id: value.effective
        for value in configuration.get(database, app_id, levels)
        if value.setting.id in (*ALL, _INTERVAL)
    }


def _anywhere(_address: Address, _is_secure: bool) -> None:
    """Refuse no address."""
