"""Ping, the clock and the list of applications over v1."""

from collections.abc import Mapping
from datetime import UTC
from xml.etree.ElementTree import Element, SubElement

from scormcloud_cli.emulator.v1 import envelope
from scormcloud_cli.emulator.v1.envelope import add
from scormcloud_cli.emulator.v1.face import Call, Handler


def ping(_call: Call) -> Element:
    root = envelope.ok()
    SubElement(root, "pong")
    return root


def get_time(call: Call) -> Element:
    root = envelope.ok()
    moment = call.emulator.clock().astimezone(UTC)
    add(root, "currenttime", moment.strftime("%Y%m%d%H%M%S"), tz="UTC")
    return root


def get_app_list(call: Call) -> Element:
    root = envelope.ok()
    parent = SubElement(root, "applicationlist")
    query = "SELECT * FROM applications WHERE NOT management ORDER BY created, id"
    for row in call.emulator.store.reading().execute(query).fetchall():
        element = SubElement(parent, "application")
        add(element, "appId", row["id"])
        add(element, "name", row["name"])
        add(element, "createDate", envelope.time(row["created"]))
    return root


HANDLERS: Mapping[str, Handler] = {
    "rustici.debug.ping": ping,
    "rustici.debug.authPing": ping,
    "rustici.debug.getTime": get_time,
    "rustici.application.getAppList": get_app_list,
}
