"""Ping and the clock over v1."""

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


HANDLERS: Mapping[str, Handler] = {
    "rustici.debug.ping": ping,
    "rustici.debug.authPing": ping,
    "rustici.debug.getTime": get_time,
}
