"""Applications and their secret keys over v1, for the management application."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from scormcloud_cli.emulator import applications
from scormcloud_cli.emulator.v1 import envelope
from scormcloud_cli.emulator.v1.envelope import add
from scormcloud_cli.emulator.v1.face import Call, Handler


def get_list(call: Call) -> Element:
    root = envelope.ok()
    parent = SubElement(root, "applicationlist")
    for row in applications.in_order_of(call.database, "created"):
        element = SubElement(parent, "application")
        add(element, "appId", row["id"])
        add(element, "name", row["name"])
        add(element, "createDate", envelope.time(row["created"]))
    return root


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
    applications.add_key(call.emulator, app_id, call.values.get("description", ""))
    return _info(call, app_id)


def update_key(call: Call) -> Element:
    app_id = call.values["childappid"]
    applications.update_key(
        call.emulator,
        app_id,
        call.values["secretkeyid"],
        name=call.values.get("description"),
        active=call.flag("active"),
    )
    return _info(call, app_id)


def delete_key(call: Call) -> Element:
    app_id = call.values["childappid"]
    applications.delete_key(call.emulator, app_id, call.values["secretkeyid"])
    return _info(call, app_id)


def _info(call: Call, app_id: str) -> Element:
    row = applications.get(call.database, app_id)
    root = envelope.ok()
    element = SubElement(SubElement(root, "appInfo"), "application")
    add(element, "appId", row["id"])
    add(element, "name", row["name"])
    add(element, "allowDeleteAPI", bool(row["allow_delete"]))
    add(element, "allowUpdateAPI", "true")
    add(element, "createDate", envelope.time(row["created"]))
    keys = SubElement(element, "secretKeys")
    for key in applications.keys(call.database, app_id):
        key_element = add(keys, "secretKey", id=key["id"])
        add(key_element, "key", key["secret"])
        add(key_element, "pensKey")
        add(key_element, "description", key["name"])
        add(key_element, "active", bool(key["active"]))
        add(key_element, "createDate", envelope.time(key["created"]))
    return root


HANDLERS: Mapping[str, Handler] = {
    "rustici.application.getAppList": get_list,
    "rustici.application.getAppInfo": get_info,
    "rustici.application.createApplication": create,
    "rustici.application.updateApplication": update,
    "rustici.application.addSecretKey": add_key,
    "rustici.application.updateSecretKey": update_key,
    "rustici.application.deleteSecretKey": delete_key,
}
