"""Ping, about and tokens over v2."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from scormcloud_cli import __version__
from scormcloud_cli.emulator import access
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.v2.face import Call, Handler

_DEFAULT_SECONDS = 300


def ping(call: Call) -> dict[str, str]:
    return {"apiMessage": "API is up.", "currentTime": call.emulator.now()}


def about(_call: Call) -> dict[str, str]:
    return {"version": __version__, "distribution": "scloud emulator"}


def get_app_token(call: Call) -> dict[str, Any]:
    seconds = int(call.values.get("expiration", _DEFAULT_SECONDS))
    token = _token(call, call.app_id, str(call.values["scope"]).replace(",", " ").split(), seconds)
    # The documentation shows `result`, the client's model the others: each finds its own.
    return {"result": token, "access_token": token, "expires_in": seconds, "token_type": "Bearer"}


def create_token(call: Call) -> dict[str, str]:
    permissions = call.body["permissions"]
    app_id = permissions.get("applicationName") or call.app_id
    if app_id != call.app_id:
        if not call.caller.manages:
            raise Refusal(403, "A token for another application needs management credentials")
        if access.secrets_of(call.emulator, app_id) is None:
            raise Refusal(404, f"Could not find application [{app_id}]")
    expiry = datetime.fromisoformat(call.body["expiry"])
    if expiry.tzinfo is None:
        expiry = expiry.replace(tzinfo=UTC)
    seconds = (expiry - call.emulator.clock()).total_seconds()
    return {"result": _token(call, app_id, permissions.get("scopes", []), seconds)}


def _token(call: Call, app_id: str, scopes: list[str], seconds: float) -> str:
    if unknown := [scope for scope in scopes if not access.is_scope(scope)]:
        raise Refusal(400, f"Unknown scope [{unknown[0]}]")
    if not scopes:
        raise Refusal(400, "scope is required")
    if seconds <= 0:
        raise Refusal(400, "the token would be expired already")
    return access.give_token(call.emulator, app_id, scopes, seconds)


HANDLERS: Mapping[str, Handler] = {
    "PingAppId": ping,
    "GetAbout": about,
    "GetAppToken": get_app_token,
    "CreateToken": create_token,
}
