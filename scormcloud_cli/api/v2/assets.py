"""The files of courses over v2; what each method does stands in ``api/assets.py``."""

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from scormcloud_cli.api.assets import Asset
from scormcloud_cli.api.messages import Progress, Upload
from scormcloud_cli.api.v2.client import Client


class Assets:
    """The files of courses, over v2."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(self, course_id: str, version: int | None) -> Iterator[Asset]:
        name = "GetCourseFileList" if version is None else "GetCourseVersionFileList"
        answer = self._client.call(name, _owner(course_id, version))
        return map(Asset.from_record, answer.get("files", ()))

    def get(
        self,
        course_id: str,
        version: int | None,
        path: str,
        sink: BinaryIO,
        on_progress: Progress | None = None,
    ) -> str | None:
        name = "GetCourseAsset" if version is None else "GetCourseVersionAsset"
        values = {**_owner(course_id, version), "relativePath": path}
        return self._client.download(name, values, sink, on_progress)

    def put(
        self, course_id: str, version: int | None, upload: Upload, folder: str, policy: str
    ) -> None:
        name = "UploadCourseAssetFile" if version is None else "UploadCourseVersionAssetFile"
        values = {
            **_owner(course_id, version),
            "destination": folder or ".",
            "updateAssetPolicy": policy,
        }
        self._client.call(name, values, upload=replace(upload, field="file"))

    def fetch(
        self, course_id: str, version: int | None, url: str, folder: str, policy: str
    ) -> None:
        name = "ImportCourseAssetFile" if version is None else "ImportCourseVersionAssetFile"
        values = {"fetchUrl": url, "destination": folder or ".", "updateAssetPolicy": policy}
        self._client.call(name, {**_owner(course_id, version), **values})

    def delete(self, course_id: str, version: int | None, path: str) -> None:
        name = "DeleteCourseAsset" if version is None else "DeleteCourseVersionAsset"
        self._client.call(name, {**_owner(course_id, version), "relativePath": path})


def _owner(course_id: str, version: int | None) -> dict[str, object]:
    return {"courseId": course_id, "versionId": version}
