"""Exports of all of an application's data over v1."""

import sqlite3
from collections.abc import Mapping
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

from starlette.responses import FileResponse

from scormcloud_cli.emulator import exports
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.v1 import envelope
from scormcloud_cli.emulator.v1.envelope import add
from scormcloud_cli.emulator.v1.face import Call, Handler


def start(call: Call) -> Element:
    return envelope.saying("export_id", exports.start(*call.changing))


def cancel(call: Call) -> Element:
    exports.cancel(*call.changing, call.values["exportid"])
    return envelope.success()


def status(call: Call) -> Element:
    root = envelope.ok()
    _export(call, root, exports.get(*call.changing, call.values["exportid"]))
    return root


def list_(call: Call) -> Element:
    root = envelope.ok()
    parent = SubElement(root, "exports")
    for row in exports.all_of(*call.changing):
        _export(call, parent, row)
    return root


def download(call: Call) -> FileResponse:
    row = exports.get(*call.changing, call.values["exportid"])
    if row["status"] != "complete":
        raise Refusal(400, f"Export [{row['id']}] is {row['status']}, not complete")
    path = exports.file(call.emulator, row["id"])
    return FileResponse(path, media_type="application/zip", filename=f"{call.app_id}.zip")


def _export(call: Call, parent: Element, row: sqlite3.Row) -> None:
    element = add(parent, "export", id=row["id"])
    add(element, "appid", row["app_id"])
    add(element, "status", row["status"])
    add(element, "start_date", envelope.whole_seconds(row["started"]))
    add(element, "end_date", envelope.whole_seconds(row["ended"]))
    add(element, "percent_complete", 100 if row["status"] == "complete" else 0)
    add(element, "server_location", urlsplit(call.link("")).netloc)


HANDLERS: Mapping[str, Handler] = {
    "rustici.export.start": start,
    "rustici.export.cancel": cancel,
    "rustici.export.status": status,
    "rustici.export.list": list_,
    "rustici.export.download": download,
}
