"""The record store's credentials, callback and forwarding over v1."""

import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement

from scormcloud_cli.api.catalog import spellings
from scormcloud_cli.emulator import xapi
from scormcloud_cli.emulator.store import given
from scormcloud_cli.emulator.v1 import envelope
from scormcloud_cli.emulator.v1.envelope import add
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
    return _provider_alone(call, _PROVIDERS.create(*call.changing, facts))


def list_providers(call: Call) -> Element:
    root = envelope.ok()
    parent = SubElement(root, "activityProviderList")
    for row in _PROVIDERS.all_of(*call.reading):
        _provider(parent, row)
    return root


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
    return _provider_alone(call, key)


def delete_provider(call: Call) -> Element:
    _PROVIDERS.delete(*call.changing, call.values["accountkey"])
    return envelope.success()


def _provider_alone(call: Call, key: str) -> Element:
    root = envelope.ok()
    _provider(root, _PROVIDERS.get(*call.reading, key))
    return root


def _provider(parent: Element, row: sqlite3.Row) -> None:
    element = SubElement(parent, "activityProvider")
    add(element, "id", row["id"])
    add(element, "accountLabel", row["name"])
    add(element, "accountKey", row["id"])
    add(element, "accountSecret", row["secret"])
    add(element, "accountAuthType", spellings.to_v1("credentialAuth", row["auth"]))
    add(element, "accountEnabled", bool(row["enabled"]))
    add(element, "allowedEndpoints", row["app_id"])
    permissions = spellings.to_v1("credentialPermissions", row["permissions"])
    add(element, "permissionsLevel", permissions or "DEFAULT")


def set_callback(call: Call) -> Element:
    xapi.set_callback_url(*call.changing, call.values["lrsAuthCallbackUrl"])
    return envelope.success()


def get_callback(call: Call) -> Element:
    return envelope.saying("lrsAuthCallbackUrl", xapi.callback_url(*call.reading))


def reset_callback(call: Call) -> Element:
    xapi.set_callback_url(*call.changing, None)
    return envelope.success()


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
    return envelope.saying("id", _PATHS.create(*call.changing, _ends(call)))


def update_path(call: Call) -> Element:
    _PATHS.update(*call.changing, call.values["id"], _ends(call))
    return envelope.success()


def delete_path(call: Call) -> Element:
    _PATHS.delete(*call.changing, call.values["id"])
    return envelope.success()


HANDLERS: Mapping[str, Handler] = {
    "rustici.lrsaccount.createActivityProvider": create_provider,
    "rustici.lrsaccount.listActivityProviders": list_providers,
    "rustici.lrsaccount.editActivityProvider": edit_provider,
    "rustici.lrsaccount.deleteActivityProvider": delete_provider,
    "rustici.lrsaccount.setAppLrsAuthCallbackUrl": set_callback,
    "rustici.lrsaccount.getAppLrsAuthCallbackUrl": get_callback,
    "rustici.lrsaccount.resetAppLrsAuthCallbackUrl": reset_callback,
    "rustici.statementForward.AddForwardingPath": add_path,
    "rustici.statementForward.UpdateForwardingPath": update_path,
    "rustici.statementForward.DeleteForwardingPath": delete_path,
}
