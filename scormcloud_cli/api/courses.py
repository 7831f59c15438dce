"""Courses: what they are, which to list, what can be done with them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from scormcloud_cli.api.assets import Assets
from scormcloud_cli.api.configuration import Configuration
from scormcloud_cli.api.errors import UnexpectedAnswer
from scormcloud_cli.api.messages import Progress, Upload
from scormcloud_cli.api.models import Json, Model, Time
from scormcloud_cli.api.queries import ListQuery, Span
from scormcloud_cli.api.tags import Tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(Model):
    """A course, or one version of it (v2.json, CourseSchema)."""

    id: str
    title: str | None = None
    version: int | None = None
    course_learning_standard: str | None = None
    xapi_activity_id: str | None = None
    activity_id: str | None = None
    created: Time | None = None
    updated: Time | None = None
    registration_count: int | None = None
    tags: tuple[str, ...] | None = None
    dispatched: bool | None = None
    metadata: Mapping[str, Json] | None = None
    root_activity: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportJob(Model):
    """How an import stands; `status` is RUNNING, COMPLETE or ERROR, or SKIPPED if there is none.

    v2 nests what came of it (ImportJobResultSchema); here it is flat.
    """

    job_id: str | None = None
    status: str
    course_id: str | None = None
    course: Course | None = None
    message: str | None = None
    web_path_to_course: str | None = None
    course_languages: tuple[str, ...] | None = None
    warnings: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseQuery(ListQuery):
    """Which courses to list.

    Attributes:
        metadata: with each course's metadata.
        registration_count: with the number of each course's registrations.
    """

    metadata: bool = False
    registration_count: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Content that stays where it is: a media file at a URL, or what a connector reaches.

    Attributes:
        url: where the media file is.
        content_type: its MIME type.
        connector_id: the content connector.
        content_id: what the connector's own side calls the content.
    """

    url: str | None = None
    content_type: str | None = None
    connector_id: str | None = None
    content_id: str | None = None


def in_order(versions: Iterable[Course]) -> Iterator[Course]:
    """Return the versions of a course, the oldest first.

    Raises:
        UnexpectedAnswer: there are none, or one has no number.
    """
    numbers = {version.version: version for version in versions}
    ordered = sorted(number for number in numbers if number is not None)
    if not ordered or None in numbers:
        raise UnexpectedAnswer("the service's answer has a course without versions")
    return (numbers[number] for number in ordered)


class Courses(Protocol):
    """The courses of an application."""

    @property
    def assets(self) -> Assets:
        """Their files."""

    def statements(
        self, course_id: str, span: Span, *, version: int | None = None
    ) -> Iterator[Mapping[str, Any]]:
        """Return the xAPI statements about a course or one version, as the service has them."""

    @property
    def tags(self) -> Tags:
        """Their tags."""

    def configuration(self, version: int | None = None) -> Configuration:
        """Return their configuration, or that of one version of each."""

    def list(self, query: CourseQuery) -> Iterator[Course]:
        """Yield the courses that match a query, as the pages of the list arrive."""

    def get(
        self,
        course_id: str,
        *,
        version: int | None = None,
        metadata: bool = False,
        registration_count: bool = False,
    ) -> Course:
        """Return one course: its newest version, or the one asked for."""

    def exists(self, course_id: str) -> bool:
        """Say whether there is a course of that ID."""

    def delete(self, course_id: str, version: int | None = None) -> None:
        """Delete a course with its registrations, or one of its versions."""

    def set_title(self, course_id: str, title: str) -> None:
        """Change a course's title."""

    def versions(self, course_id: str) -> Iterator[Course]:
        """Return the versions of a course, the oldest first."""

    def import_file(self, course_id: str, upload: Upload, *, new_version: bool) -> str:
        """Upload a package and start its import; return the job's ID.

        Args:
            course_id: the ID to give the course.
            upload: the package; its `field` is set by this method.
            new_version: whether a course that exists gets another version; else it is refused.
        """

    def import_url(self, course_id: str, url: str, *, content_type: str, new_version: bool) -> str:
        """Have the service fetch a package and import it; return the job's ID."""

    def import_reference(self, course_id: str, reference: Reference, *, new_version: bool) -> str:
        """Make a course of content that stays where it is; return the import job's ID."""

    def job(self, job_id: str) -> ImportJob:
        """Say how an import stands."""

    def download(
        self,
        course_id: str,
        version: int | None,
        sink: BinaryIO,
        on_progress: Progress | None = None,
    ) -> str | None:
        """Write a course's package to a file; return the file name the service suggests."""

    def preview(self, course_id: str, version: int | None, redirect: str) -> str:
        """Return a link that plays a course without keeping any result."""
