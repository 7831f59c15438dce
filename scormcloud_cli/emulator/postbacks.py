"""Postbacks: their settings, and how results are posted (docs/service/v2.md, Postbacks)."""

import http.client
import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request

from scormcloud_cli.emulator.outgoing import Address
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator

URL = "ApiRollupRegistrationPostBackUrl"
AUTH_TYPE = "ApiRollupRegistrationAuthType"
USER = "ApiRollupRegistrationAuthUser"
PASSWORD = "ApiRollupRegistrationAuthPassword"  # noqa: S105 (a setting's name)
FORMAT = "ApiRollupRegistrationFormat"
IS_JSON = "ApiRollupRegistrationIsJson"
ALL = (URL, AUTH_TYPE, USER, PASSWORD, FORMAT, IS_JSON)

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


def request(settings: Mapping[str, str], content: Content) -> Request:
    """Return the request that posts a result.

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
    return Request(url, body.encode(), headers)  # noqa: S310 (the scheme has been checked)


def post(emulator: Emulator, settings: Mapping[str, str], content: Content) -> None:
    """Post a result, to this machine as well: an LMS that is being written runs there.

    Args:
        emulator: the emulator.
        settings: a postback's settings, by ID.
        content: the result.

    Raises:
        Refusal: there is no such address, nobody answers in time, or the answer is no.
    """
    url = settings.get(URL, "")
    posted = request(settings, content)
    try:
        emulator.outgoing.within(
            _SECONDS, lambda line: line.opener(_anywhere, _NoRedirects()).open(posted).close()
        )
    except HTTPError as error:
        error.close()
        if not 300 <= error.code < 400:
            raise Refusal(400, f"The postback to [{url}] was answered with {error.code}") from None
    except Refusal as refusal:
        raise Refusal(
            refusal.status, f"The postback to [{url}] failed: {refusal.message}"
        ) from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise Refusal(400, f"The postback to [{url}] failed: {error}") from None


def _anywhere(_address: Address, _is_secure: bool) -> None:
    """Refuse no address."""
