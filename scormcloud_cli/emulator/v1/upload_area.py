"""The upload area over v1: files that come first and are imported later."""

import re
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit
from xml.etree.ElementTree import Element, SubElement

from starlette.responses import RedirectResponse, Response

from scormcloud_cli.emulator.forms import Uploaded
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator, text_of_file_time
from scormcloud_cli.emulator.v1 import envelope
from scormcloud_cli.emulator.v1.envelope import add
from scormcloud_cli.emulator.v1.face import Call, Handler

_DOMAIN = "default"


def taken(call: Call) -> Uploaded:
    """Return a copy of the file of the upload area that a call's ``path`` names.

    Raises:
        Refusal: the call names none, or there is none of that name.
    """
    path = call.values.get("path")
    if not path:
        raise Refusal(400, "Course zip file not found: upload it with the call, or give its path")
    domain, _, name = path.replace("\\", "/").rpartition("/")
    source = _folder(call.emulator, call.app_id, domain or _DOMAIN) / _safe(name)
    if not source.is_file():
        raise Refusal(404, f"Could not find file [{path}]", "file")
    copy = call.emulator.new_upload()
    shutil.copyfile(source, copy)
    return Uploaded(copy, name)


def get_token(call: Call) -> Element:
    token = str(uuid.uuid4())
    with call.emulator.store.writing() as database:
        database.execute("INSERT INTO upload_tokens VALUES (?, ?, NULL)", (call.app_id, token))
    root = envelope.ok()
    element = SubElement(root, "token")
    add(element, "server", urlsplit(call.link("")).netloc)
    add(element, "id", token)
    return root


def upload(call: Call) -> Element | Response:
    query = "SELECT 1 FROM upload_tokens WHERE app_id = ? AND id = ?"
    values = (call.app_id, call.values["token"])
    if call.emulator.store.reading().execute(query, values).fetchone() is None:
        raise Refusal(400, f"Unknown upload token [{values[1]}]")
    if call.upload is None:
        raise Refusal(400, "There is no file in the call")
    domain = call.values.get("pd") or _DOMAIN
    name = str(uuid.uuid4()) + (Path(call.upload.name).suffix or ".zip")
    folder = _folder(call.emulator, call.app_id, domain)
    folder.mkdir(parents=True, exist_ok=True)
    size = call.upload.path.stat().st_size
    call.upload.path.replace(folder / name)
    with call.emulator.store.writing() as database:
        database.execute(
            "UPDATE upload_tokens SET size = ? WHERE app_id = ? AND id = ?", (size, *values)
        )
    location = f"{domain}/{name}"
    if redirect := call.values.get("redirecturl"):
        joint = "&" if "?" in redirect else "?"
        query = urlencode({"location": location, "success": "true"})
        return RedirectResponse(redirect + joint + query, 302)
    root = envelope.ok()
    add(root, "location", location)
    return root


def get_progress(call: Call) -> Element:
    query = "SELECT size FROM upload_tokens WHERE app_id = ? AND id = ?"
    values = (call.app_id, call.values["token"])
    row = call.emulator.store.reading().execute(query, values).fetchone()
    if row is None:
        raise Refusal(404, f"Could not find upload token [{values[1]}]", "token")
    root = envelope.ok()
    if row["size"] is None:
        SubElement(root, "empty")
        return root
    progress = SubElement(root, "upload_progress")
    add(progress, "upload_id", values[1])
    add(progress, "percent_complete", 100)
    add(progress, "bytes_read", row["size"])
    add(progress, "content_length", row["size"])
    return root


def list_files(call: Call) -> Element:
    domain = call.values.get("pd") or _DOMAIN
    root = envelope.ok()
    folder = _folder(call.emulator, call.app_id, domain)
    element = add(root, "dir", name=domain)
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        facts = path.stat()
        modified = re.sub(r"\D", "", text_of_file_time(facts.st_mtime))[:14]
        add(element, "file", name=path.name, size=str(facts.st_size), modified=modified)
    return root


def delete_files(call: Call) -> Element:
    folder = _folder(call.emulator, call.app_id, call.values.get("pd") or _DOMAIN)
    root = envelope.ok()
    results = SubElement(root, "results")
    for name in call.lists["file"]:
        # The service says true for what was not there either (spec/v1-methods.json).
        (folder / _safe(name.rpartition("/")[2])).unlink(missing_ok=True)
        add(results, "result", file=name, deleted="true")
    return root


def _folder(emulator: Emulator, app_id: str, domain: str) -> Path:
    return emulator.folder / "files" / _safe(app_id) / _safe(domain)


def _safe(name: str) -> str:
    """Return a name that is one segment of a path, whatever it is made of."""
    return name.replace(".", "%2E") if name in (".", "..") else quote(name, safe="")


HANDLERS: Mapping[str, Handler] = {
    "rustici.upload.getUploadToken": get_token,
    "rustici.upload.uploadFile": upload,
    "rustici.upload.getUploadProgress": get_progress,
    "rustici.upload.listFiles": list_files,
    "rustici.upload.deleteFiles": delete_files,
}
