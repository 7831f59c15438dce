"""The files of courses over v2."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from starlette.responses import Response

from scormcloud_cli.emulator import assets
from scormcloud_cli.emulator.fetching import FOR_ASSET, fetch
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.v2.courses import version_of
from scormcloud_cli.emulator.v2.face import Call, Handler


def get_list(call: Call) -> dict[str, Any]:
    version = version_of(call)
    return {
        "files": [
            {"path": name, "size": size, "modified": version["version_updated"]}
            for name, size in assets.names(call.emulator, version)
        ]
    }


def get(call: Call) -> Response:
    return assets.file(call.emulator, version_of(call), call.values["relativePath"])


def delete(call: Call) -> None:
    version, name = version_of(call), call.values["relativePath"]
    if not assets.delete(call.emulator, version, [name]):
        raise assets.missing(version, name)


def upload(call: Call) -> dict[str, str]:
    if call.upload is None:
        raise Refusal(400, "file is required")
    return _put(call, call.values["destination"], call.upload.name, call.upload.path)


def import_file(call: Call) -> dict[str, str]:
    url = call.body["fetchUrl"]
    name = unquote(urlsplit(url).path).rpartition("/")[2]
    if not name:
        raise Refusal(400, f"[{url}] names no file")
    path = fetch(call.emulator, url, FOR_ASSET)
    return _put(call, call.body["destination"], name, path)


def _put(call: Call, destination: str, name: str, path: Path) -> dict[str, str]:
    """Put a file, which is gone then, into the folder that is the destination.

    That the destination is a folder where a file is fetched as well is inferred.
    """
    folder = destination.strip("/")
    target = f"{folder}/{name}" if folder not in ("", ".") else name
    policy = call.values.get("updateAssetPolicy", "lax")
    try:
        assets.put(call.emulator, version_of(call), target, path, policy)
    finally:
        path.unlink(missing_ok=True)
    return {"filename": name, "destination": destination}


HANDLERS: Mapping[str, Handler] = {
    operation: handler
    for noun in ("Course", "CourseVersion")
    for operation, handler in (
        (f"Get{noun}FileList", get_list),
        (f"Get{noun}Asset", get),
        (f"Delete{noun}Asset", delete),
        (f"Upload{noun}AssetFile", upload),
        (f"Import{noun}AssetFile", import_file),
    )
}
