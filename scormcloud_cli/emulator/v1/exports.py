"""Exports of all of an application's data over v1."""

import os
import sqlite3
from collections.abc import Mapping
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from scormcloud_cli.emulator import exports
from scormcloud_cli.emulator.calls import change
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.streaming import FileAnswer
from scormcloud_cli.emulator.v1 import envelope
from scormcloud_cli.emulator.v1.envelope import add, element
from scormcloud_cli.emulator.v1.face import Call, Handler


def start(call: Call) -> Element:
    return element("export_id", exports.start(*call.changing))


def status(call: Call) -> Element:
    return _export(call, exports.get(*call.changing, call.values["exportid"]))


def list_(call: Call) -> Element:
    rows = exports.all_of(*call.changing)
    return element("exports", None, *(_export(call, row) for row in rows))


def download(call: Call) -> FileAnswer:
    row = exports.get(*call.changing, call.values["exportid"])
    if row["status"] != "complete":
        raise Refusal(400, f"Export [{row['id']}] is {row['status']}, not complete")
    content = exports.file(call.emulator, row["id"]).open("rb")
    size = os.fstat(content.fileno()).st_size
    return FileAnswer(content, size, "application/zip", f"{call.app_id}.zip")


def _export(call: Call, row: sqlite3.Row) -> Element:
    export = element("export", id=row["id"])
    add(export, "appid", row["app_id"])
    add(export, "status", row["status"])
    add(export, "start_date", envelope.whole_seconds(row["started"]))
    add(export, "end_date", envelope.whole_seconds(row["ended"]))
    add(export, "percent_complete", 100 if row["status"] == "complete" else 0)
    add(export, "server_location", urlsplit(call.base).netloc)
    return export


HANDLERS: Mapping[str, Handler] = {
    "rustici.export.start": start,
    "rustici.export.cancel": change("exportid", by=exports.cancel),
    "rustici.export.status": status,
    "rustici.export.list": list_,
    "rustici.export.download": download,
}
