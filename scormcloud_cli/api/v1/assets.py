"""The files of courses over v1; what each method does stands in ``api/assets.py``."""

import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO
from xml.etree.ElementTree import Element

from scormcloud_cli.api.assets import Asset
from scormcloud_cli.api.errors import NotFound
from scormcloud_cli.api.messages import Progress, Upload
from scormcloud_cli.api.v1 import gaps
from scormcloud_cli.api.v1.client import Client
from scormcloud_cli.api.v1.elements import moment, whole_number

_PIECE = 1024 * 1024


class Assets:
    """The files of courses, over v1."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(self, course_id: str, version: int | None) -> Iterator[Asset]:
        root = self._client.call(
            "rustici.course.getFileStructure", {"courseid": course_id, "versionid": version}
        )
        # The outermost folder is the version itself.
        return (asset for folder in root.iterfind("dir") for asset in _files(folder, ""))

    def get(
        self,
        course_id: str,
        version: int | None,
        path: str,
        sink: BinaryIO,
        on_progress: Progress | None = None,
    ) -> str | None:
        values = {"courseid": course_id, "versionid": version, "path": [path]}
        return self._client.download("rustici.course.getAssets", values, sink, on_progress)

    def put(
        self, course_id: str, version: int | None, upload: Upload, folder: str, policy: str
    ) -> None:
        if policy != "lax":
            gaps.refuse("v1 replaces what is there without asking")
        name = f"{folder.strip('/')}/{upload.name}".lstrip("/")
        # v1 takes files in a zip, which may hold just the one that changes.
        with tempfile.TemporaryFile() as packed:
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                upload.file.seek(0)
                with archive.open(name, "w", force_zip64=True) as target:
                    while piece := upload.file.read(_PIECE):
                        target.write(piece)
            self._client.call(
                "rustici.course.updateAssets",
                {"courseid": course_id, "versionid": version},
                upload=replace(
                    upload,
                    field="filedata",
                    file=packed,
                    name="assets.zip",
                    content_type="application/zip",
                ),
            )

    fetch = gaps.refusing("v1 fetches no files")

    def delete(self, course_id: str, version: int | None, path: str) -> None:
        root = self._client.call(
            "rustici.course.deleteFiles",
            {"courseid": course_id, "versionid": version, "path": [path]},
        )
        if any(result.get("deleted") != "true" for result in root.iter("result")):
            raise NotFound(
                f"Could not find asset [{path}] in course [{course_id}]", code="asset_not_found"
            )


def _files(folder: Element, path: str) -> Iterator[Asset]:
    for entry in folder:
        name = path + (entry.get("name") or "")
        if entry.tag == "dir":
            yield from _files(entry, name + "/")
        else:
            size, modified = whole_number(entry.get("size")), moment(entry.get("modified", ""))
            yield Asset(path=name, size=size, modified=modified)
