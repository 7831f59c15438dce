"""The record store's credentials, callback and forwarding over v1."""

import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

from scormcloud_cli.api.catalog import spellings
from scormcloud_cli.emulator import xapi
from scormcloud_cli.emulator.calls import change
from scormcloud_cli.emulator.store import given
from scormcloud_cli.emulator.v1.envelope import add, element
from scormcloud_cli.emulator.v1.face import Call, Handler

# What v1 calls them.
_PROVIDERS = replace(xapi.CREDENTIALS, noun="activity provider")
_PATHS = replace(xapi.PIPES, noun="forwarding path")


def create_provider(call: Call) -> Element:
    facts = {
        "name": "Unnamed Account",
        "secret": secrets.token_urlsafe(24),
        "enabled": True,
        "auth": "BASICAUTH",
        "permissions": "DEFAULT",
    }
    key = _PROVIDERS.create(*call.changing, facts)
    return _provider(_PROVIDERS.get(*call.reading, key))


def list_providers(call: Call) -> Element:
    rows = _PROVIDERS.all_of(*call.reading)
    return element("activityProviderList", None, *map(_provider, rows))


def edit_provider(call: Call) -> Element:
    key = call.values["accountkey"]
    permissions = call.values.get("permissionslevel", "")
    facts = given(
        name=call.values.get("label"),
        enabled=call.flag("isactive"),
        auth=spellings.to_v2("credentialAuth", call.values.get("authtype")),
        permissions=spellings.table("credentialPermissions").get(permissions),
    )
    _PROVIDERS.update(*call.changing, key, facts)
    return _provider(_PROVIDERS.get(*call.reading, key))


def _provider(row: sqlite3.Row) -> Element:
    provider = Element("activityProvider")
    add(provider, "id", row["id"])
    add(provider, "accountLabel", row["name"])
    add(provider, "accountKey", row["id"])
    add(provider, "accountSecret", row["secret"])
    add(provider, "accountAuthType", spellings.to_v1("credentialAuth", row["auth"]))
    add(provider, "accountEnabled", bool(row["enabled"]))
    add(provider, "allowedEndpoints", row["app_id"])
    permissions = spellings.to_v1("credentialPermissions", row["permissions"])
    add(provider, "permissionsLevel", permissions or "DEFAULT")
    return provider


def get_callback(call: Call) -> Element:
    return element("lrsAuthCallbackUrl", xapi.callback_url(*call.reading))


def _ends(call: Call) -> dict[str, dict[str, str]]:
    """Return the two ends of a forwarding path, as v2's XapiEndpointSchema."""
    return {
        column: {
            "url": call.values[f"{end}URL"],
            "userName": call.values[f"{end}Username"],
            "password": call.values[f"{end}Password"],
        }
        for column, end in (("source", "source"), ("target", "destination"))
    }


def add_path(call: Call) -> Element:
    return element("id", _PATHS.create(*call.changing, _ends(call)))


def update_path(call: Call) -> None:
    _PATHS.update(*call.changing, call.values["id"], _ends(call))


HANDLERS: Mapping[str, Handler] = {
    "rustici.lrsaccount.createActivityProvider": create_provider,
    "rustici.lrsaccount.listActivityProviders": list_providers,
    "rustici.lrsaccount.editActivityProvider": edit_provider,
    "rustici.lrsaccount.deleteActivityProvider": change("accountkey", by=_PROVIDERS.delete),
    "rustici.lrsaccount.setAppLrsAuthCallbackUrl": change(
        "lrsAuthCallbackUrl", by=xapi.set_callback_url
    ),
    "rustici.lrsaccount.getAppLrsAuthCallbackUrl": get_callback,
    "rustici.lrsaccount.resetAppLrsAuthCallbackUrl": change(by=xapi.set_callback_url),
    "rustici.statementForward.AddForwardingPath": add_path,
    "rustici.statementForward.UpdateForwardingPath": update_path,
    "rustici.statementForward.DeleteForwardingPath": change("id", by=_PATHS.delete),
}
