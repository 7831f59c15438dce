"""The upload area over v1."""

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit
from xml.etree.ElementTree import Element

from starlette.responses import RedirectResponse, Response

from scormcloud_cli.emulator import upload_area
from scormcloud_cli.emulator.forms import Uploaded
from scormcloud_cli.emulator.refusals import Refusal, not_found
from scormcloud_cli.emulator.v1.envelope import add, element
from scormcloud_cli.emulator.v1.face import Call, Handler


def package_of(call: Call) -> Uploaded:
    """Return the file that came with a call, or a copy of the one in the area that it names.

    Raises:
        Refusal: the call brings and names none, or there is none of that name.
    """
    if call.upload is not None:
        return call.upload
    path = call.values.get("path")
    if not path:
        raise Refusal(400, "Course zip file not found: upload it with the call, or give its path")
    return upload_area.copy(*call.changing, path)


def get_token(call: Call) -> Element:
    token = Element("token")
    add(token, "server", urlsplit(call.base).netloc)
    add(token, "id", upload_area.new_token(*call.changing))
    return token


def upload(call: Call) -> Element | Response:
    token_id = call.values["token"]
    location = upload_area.put(*call.changing, token_id, call.upload, _domain(call))
    if redirect := call.values.get("redirecturl"):
        joint = "&" if "?" in redirect else "?"
        query = urlencode({"location": location, "success": "true"})
        return RedirectResponse(redirect + joint + query, 302)
    return element("location", location)


def get_progress(call: Call) -> Element:
    token = upload_area.token(*call.reading, call.values["token"])
    if token is None:
        raise not_found("upload token", call.values["token"], kind="token")
    if token["size"] is None:
        return Element("empty")
    progress = Element("upload_progress")
    add(progress, "upload_id", token["id"])
    add(progress, "percent_complete", 100)
    add(progress, "bytes_read", token["size"])
    add(progress, "content_length", token["size"])
    return progress


def list_files(call: Call) -> Element:
    folder = element("dir", name=_domain(call))
    for path in upload_area.files(*call.changing, _domain(call)):
        facts = path.stat()
        modified = datetime.fromtimestamp(facts.st_mtime, UTC).strftime("%Y%m%d%H%M%S")
        add(folder, "file", name=path.name, size=str(facts.st_size), modified=modified)
    return folder


def delete_files(call: Call) -> Element:
    results = Element("results")
    for path in call.lists["file"]:
        # The service says true for what was not there either (docs/service/v1.md, Answers about
        # courses).
        name = path.rpartition("/")[2]
        upload_area.delete(*call.changing, _domain(call), name)
        add(results, "result", file=path, deleted="true")
    return results


def _domain(call: Call) -> str:
    return call.values.get("pd") or upload_area.DOMAIN


HANDLERS: Mapping[str, Handler] = {
    "rustici.upload.getUploadToken": get_token,
    "rustici.upload.uploadFile": upload,
    "rustici.upload.getUploadProgress": get_progress,
    "rustici.upload.listFiles": list_files,
    "rustici.upload.deleteFiles": delete_files,
}
