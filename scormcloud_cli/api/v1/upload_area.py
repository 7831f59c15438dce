"""The upload area: packages that are sent first and imported later. v1 alone has it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from scormcloud_cli.api.errors import JobFailed, ServiceRefused
from scormcloud_cli.api.messages import Upload
from scormcloud_cli.api.models import Model, Time
from scormcloud_cli.api.v1.client import Client
from scormcloud_cli.api.v1.elements import moment, required, text, truth, whole_number


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedFile(Model):
    """A file of the upload area; `path` is what an import takes."""

    path: str
    size: int | None = None
    modified: Time | None = None


class UploadArea:
    """The files of the upload area."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(self) -> Iterator[UploadedFile]:
        """Return the files there are."""
        root = self._client.call("rustici.upload.listFiles")
        for folder in root.iter("dir"):
            for file in folder.iter("file"):
                yield _file(folder.get("name", ""), file)

    def put(self, upload: Upload) -> str:
        """Send a file, and return the path that it got."""
        token = text(self._client.call("rustici.upload.getUploadToken"), "token/id")
        upload = replace(upload, field="filedata")
        root = self._client.call("rustici.upload.uploadFile", {"token": token}, upload=upload)
        return required(root, "location")

    def delete(self, path: str) -> None:
        """Delete a file."""
        folder, _, name = path.rpartition("/")
        self._client.call("rustici.upload.deleteFiles", {"file": [name], "pd": folder or None})

    def import_(self, path: str, course_id: str, *, new_version: bool) -> Sequence[str]:
        """Make a course of a file, and return the service's warnings.

        Args:
            path: the file's path in the upload area.
            course_id: the ID to give the course.
            new_version: whether a course that exists gets another version; else it is refused.

        Raises:
            JobFailed: the file is no valid package.
        """
        exists = self._client.call("rustici.course.exists", {"courseid": course_id})
        name = "rustici.course.importCourse"
        if truth(exists, "result"):
            if not new_version:
                raise ServiceRefused(
                    f"Course [{course_id}] already exists",
                    code="course_exists",
                    hint="add --new-version",
                )
            name = "rustici.course.versionCourse"
        root = self._client.call(name, {"courseid": course_id, "path": path})
        for result in root.iterfind("importresult"):
            if result.get("successful") != "true":
                message = text(result, "message") or "the service does not say why"
                raise JobFailed(f"the import failed: {message}", code="import_failed")
        return [(warning.text or "").strip() for warning in root.iterfind("importresult//warning")]


def _file(folder: str, element: Element) -> UploadedFile:
    return UploadedFile(
        path=f"{folder}/{element.get('name', '')}",
        size=whole_number(element.get("size")),
        modified=moment(element.get("modified", "")),
    )
