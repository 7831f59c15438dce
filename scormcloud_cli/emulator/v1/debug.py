"""Ping and the clock over v1."""

from collections.abc import Mapping
from datetime import UTC
from xml.etree.ElementTree import Element

from scormcloud_cli.emulator.v1.envelope import element
from scormcloud_cli.emulator.v1.face import Call, Handler


def ping(_call: Call) -> Element:
    return Element("pong")


def get_time(call: Call) -> Element:
    moment = call.emulator.clock().astimezone(UTC)
    return element("currenttime", moment.strftime("%Y%m%d%H%M%S"), tz="UTC")


HANDLERS: Mapping[str, Handler] = {
    "rustici.debug.ping": ping,
    "rustici.debug.authPing": ping,
    "rustici.debug.getTime": get_time,
}
