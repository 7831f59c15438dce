"""The files of courses: what they are, what can be done with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from scormcloud_cli.api.messages import Progress, Upload
from scormcloud_cli.api.models import Model, Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset(Model):
    """A file of a course version; `size` is in bytes (v2.json, FileListItemSchema)."""

    path: str
    size: int | None = None
    modified: Time | None = None


class Assets(Protocol):
    """The files of courses, of their newest version or of the one named."""

    def list(self, course_id: str, version: int | None) -> Iterator[Asset]:
        """Return every file of a version."""

    def get(
        self,
        course_id: str,
        version: int | None,
        path: str,
        sink: BinaryIO,
        on_progress: Progress | None = None,
    ) -> str | None:
        """Write one file of a version to `sink`."""

    def put(
        self, course_id: str, version: int | None, upload: Upload, folder: str, policy: str
    ) -> None:
        """Put a file into a version.

        Args:
            course_id: which course.
            version: which version; the newest if None.
            upload: the file, which keeps its own name.
            folder: the folder of the course that it goes to; "" is the top.
            policy: ``lax``; ``reject`` if it must not be there yet, ``strict`` if it must.
        """

    def fetch(
        self, course_id: str, version: int | None, url: str, folder: str, policy: str
    ) -> None:
        """Have the service fetch a file and put it into a version; arguments as for `put`."""

    def delete(self, course_id: str, version: int | None, path: str) -> None:
        """Take one file out of a version."""
