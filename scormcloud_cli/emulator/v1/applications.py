"""Applications and their secret keys over v1, for the management application."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from scormcloud_cli.emulator import applications
from scormcloud_cli.emulator.applications import KEYS
from scormcloud_cli.emulator.store import given
from scormcloud_cli.emulator.v1 import envelope
from scormcloud_cli.emulator.v1.envelope import add
from scormcloud_cli.emulator.v1.face import Call, Handler


def get_list(call: Call) -> Element:
    parent = Element("applicationlist")
    for row in applications.in_order_of(call.database, "created"):
        application = SubElement(parent, "application")
        add(application, "appId", row["id"])
        add(application, "name", row["name"])
        add(application, "createDate", envelope.time(row["created"]))
    return parent


def get_info(call: Call) -> Element:
    return _info(call, call.values["childappid"])


def create(call: Call) -> Element:
    return _info(call, applications.create(call.emulator, call.values["name"]))


def update(call: Call) -> Element:
    app_id = call.values["childappid"]
    applications.update(
        call.emulator, app_id, name=call.values.get("name"), allow_delete=call.flag("allowdelete")
    )
    return _info(call, app_id)


def add_key(call: Call) -> Element:
    app_id = call.values["childappid"]
    facts = applications.new_key(call.values.get("description", ""))
    KEYS.create(call.emulator, app_id, facts)
    return _info(call, app_id)


def update_key(call: Call) -> Element:
    app_id = call.values["childappid"]
    facts = given(name=call.values.get("description"), active=call.flag("active"))
    KEYS.update(call.emulator, app_id, call.values["secretkeyid"], facts)
    return _info(call, app_id)


def delete_key(call: Call) -> Element:
    app_id = call.values["childappid"]
    KEYS.delete(call.emulator, app_id, call.values["secretkeyid"])
    return _info(call, app_id)


def _info(call: Call, app_id: str) -> Element:
    row = applications.get(call.database, app_id)
    info = Element("appInfo")
    application = SubElement(info, "application")
    add(application, "appId", row["id"])
    add(application, "name", row["name"])
    add(application, "allowDeleteAPI", bool(row["allow_delete"]))
    add(application, "allowUpdateAPI", "true")
    add(application, "createDate", envelope.time(row["created"]))
    keys = SubElement(application, "secretKeys")
    for key_row in KEYS.all_of(call.database, app_id):
        key = add(keys, "secretKey", id=key_row["id"])
        add(key, "key", key_row["secret"])
        add(key, "pensKey")
        add(key, "description", key_row["name"])
        add(key, "active", bool(key_row["active"]))
        add(key, "createDate", envelope.time(key_row["created"]))
    return info


HANDLERS: Mapping[str, Handler] = {
    "rustici.application.getAppList": get_list,
    "rustici.application.getAppInfo": get_info,
    "rustici.application.createApplication": create,
    "rustici.application.updateApplication": update,
    "rustici.application.addSecretKey": add_key,
    "rustici.application.updateSecretKey": update_key,
    "rustici.application.deleteSecretKey": delete_key,
}
