"""The files of courses over v1."""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from starlette.responses import Response

from scormcloud_cli.emulator import assets, import_jobs
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.v1 import upload_area
from scormcloud_cli.emulator.v1.courses import version_of
from scormcloud_cli.emulator.v1.envelope import add, element
from scormcloud_cli.emulator.v1.face import Call, Handler
from scormcloud_cli.packages import InvalidPackage


def get_structure(call: Call) -> Element:
    version = version_of(call)
    modified = re.sub(r"\D", "", version["version_updated"])[:14]
    top = element("dir", name=str(version["version"]))
    folders = {"": top}
    for name, size in sorted(assets.names(call.emulator, version)):
        folder = ""
        for part in name.split("/")[:-1]:
            above, folder = folder, f"{folder}/{part}"
            if folder not in folders:
                folders[folder] = add(folders[above], "dir", name=part)
        own = name.rpartition("/")[2]
        add(folders[folder], "file", name=own, size=str(size), modified=modified)
    return top


def delete_files(call: Call) -> Element:
    results = Element("results")
    paths = call.lists["path"]
    deleted = assets.delete(call.emulator, version_of(call), paths)
    for path in paths:
        add(results, "result", path=path, deleted="true" if path in deleted else "false")
    return results


def update(call: Call) -> None:
    upload = upload_area.package_of(call)
    try:
        assets.put_all(call.emulator, version_of(call), upload.path)
    except InvalidPackage as error:
        raise Refusal(400, str(error)) from None
    finally:
        upload.path.unlink(missing_ok=True)


def update_async(call: Call) -> Element:
    version = version_of(call)
    upload = upload_area.package_of(call)
    job_id = import_jobs.start_assets(*call.changing, version, upload.path)
    return element("token", None, element("id", job_id))


def get_manifest(call: Call) -> Response:
    version = version_of(call)
    names = [name for name, _ in assets.names(call.emulator, version)]
    known = ("imsmanifest.xml", "cmi5.xml", "tincan.xml")
    manifests = [name for name in names if name.rpartition("/")[2].lower() in known]
    manifests += [name for name in names if name.lower().endswith(".crs")]
    if not manifests:
        raise Refusal(404, f"Could not find a manifest in course [{version['id']}]", "asset")
    nearest = min(manifests, key=lambda name: name.count("/"))
    with assets.read(call.emulator, version, nearest) as stream:
        return Response(b"".join(stream.chunks()), media_type="text/xml")


HANDLERS: Mapping[str, Handler] = {
    "rustici.course.getFileStructure": get_structure,
    "rustici.course.deleteFiles": delete_files,
    "rustici.course.updateAssets": update,
    "rustici.course.updateAssetsAsync": update_async,
    "rustici.course.getManifest": get_manifest,
}
