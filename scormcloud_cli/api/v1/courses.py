"""Courses over v1; what each method does stands in ``api/courses.py``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import BinaryIO
from xml.etree.ElementTree import Element

from scormcloud_cli.api.catalog import spellings
from scormcloud_cli.api.courses import Course, CourseQuery, ImportJob, in_order
from scormcloud_cli.api.errors import NotFound, ServiceRefused
from scormcloud_cli.api.messages import Progress, Upload
from scormcloud_cli.api.models import known
from scormcloud_cli.api.v1 import gaps, lists
from scormcloud_cli.api.v1.assets import Assets
from scormcloud_cli.api.v1.client import Client
from scormcloud_cli.api.v1.configuration import Attributes
from scormcloud_cli.api.v1.elements import (
    attribute,
    integer,
    required,
    tags_of,
    text,
    thing,
    time,
    truth,
    whole_number,
)
from scormcloud_cli.api.v1.tags import Tags

_FIELDS = lists.Fields(
    filters={"course_id": "id", "title": "title", "tags": "tags"},
    orders={"created": "created", "updated": "updated", "title": "title"},
)


class Courses:
    """The courses of an application, over v1."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.assets = Assets(client)
        self.tags = Tags(client, "Course", "courseid")

    def configuration(self, version: int | None = None) -> Attributes:
        return Attributes(self._client, version)

    def list(self, query: CourseQuery) -> Iterator[Course]:
        if query.metadata:
            gaps.refuse("v1's list carries no metadata", "use --api v2, or course show --metadata")
        lists.refuse_updated(query, "v1's list does not tell when a course was updated")
        elements = self._client.call("rustici.course.getCourseList").iterfind(".//course")
        courses = (_course(element, query.registration_count) for element in elements)
        return lists.whole(lists.tagged(courses, query.tags), query, _FIELDS)

    def get(
        self,
        course_id: str,
        *,
        version: int | None = None,
        metadata: bool = False,
        registration_count: bool = False,
    ) -> Course:
        element = self._detail(course_id)
        course = _course(element, registration_count)
        if version is not None and version != course.version:
            versions = _versions(element, course.id)
            course = next((older for older in versions if older.version == version), course)
            if course.version != version:
                raise NotFound(
                    f"course [{course_id}] has no version {version}",
                    code="course_not_found",
                    operation="rustici.course.getCourseDetail",
                )
        if version:  # v1 tells when the course was made, which is when its first version was
            course = replace(course, created=None)
        if metadata:
            course = replace(course, metadata=self._metadata(course_id, version))
        return course

    statements = gaps.refusing("v1 gives no statements")

    def exists(self, course_id: str) -> bool:
        root = self._client.call("rustici.course.exists", {"courseid": course_id})
        return truth(root, "result")

    def delete(self, course_id: str, version: int | None = None) -> None:
        self._client.call(
            "rustici.course.deleteCourse", {"courseid": course_id, "versionid": version}
        )

    def set_title(self, course_id: str, title: str) -> None:
        self._client.call(
            "rustici.course.updateAttributes", {"courseid": course_id, "title": title}
        )

    def versions(self, course_id: str) -> Iterator[Course]:
        return in_order(_versions(self._detail(course_id), course_id))

    def import_file(self, course_id: str, upload: Upload, *, new_version: bool) -> str:
        if upload.content_type != "application/zip":
            gaps.refuse("v1 imports zip packages only, no media files")
        # v1 adds a version to a course that exists without asking (docs/service/v1.md, Importing).
        if not new_version and self.exists(course_id):
            raise ServiceRefused(f"Course [{course_id}] already exists", code="course_exists")
        root = self._client.call(
            "rustici.course.importCourseAsync",
            {"courseid": course_id},
            upload=replace(upload, field="filedata"),
        )
        job_id = text(root, "token/id")
        if job_id is None:
            raise ServiceRefused(
                "the import was taken, but the answer names no job",
                operation="rustici.course.importCourseAsync",
            )
        return job_id

    import_url = gaps.refusing(
        "v1 cannot fetch a package from a URL", "use --api v2, or download it first"
    )
    import_reference = gaps.refusing("v1 imports no content that stays where it is")

    def job(self, job_id: str) -> ImportJob:
        root = self._client.call("rustici.course.getAsyncImportResult", {"token": job_id})
        status = required(root, "status")
        results = root.findall(".//importresult")
        failed = [result for result in results if result.get("successful") != "true"]
        warnings = tuple(
            (warning.text or "").strip() for result in results for warning in result.iter("warning")
        )
        if status == "error":
            return ImportJob(job_id=job_id, status="ERROR", message=text(root, "error"))
        if status != "finished":
            return ImportJob(job_id=job_id, status="RUNNING", message=text(root, "message"))
        if failed or not results:
            message = text(failed[0], "message") if failed else text(root, "message")
            return ImportJob(job_id=job_id, status="ERROR", message=message, warnings=warnings)
        return ImportJob(job_id=job_id, status="COMPLETE", warnings=warnings)

    def download(
        self,
        course_id: str,
        version: int | None,
        sink: BinaryIO,
        on_progress: Progress | None = None,
    ) -> str | None:
        return self._client.download(
            "rustici.course.getAssets",
            {"courseid": course_id, "versionid": version},
            sink,
            on_progress,
        )

    def preview(self, course_id: str, version: int | None, redirect: str) -> str:
        self._detail(course_id)  # a signed link is made without asking; one to nothing helps nobody
        return self._client.url(
            "rustici.course.preview",
            {"courseid": course_id, "versionid": version, "redirecturl": redirect},
        )

    def _detail(self, course_id: str) -> Element:
        root = self._client.call("rustici.course.getCourseDetail", {"courseid": course_id})
        return thing(root, "course", "course", course_id)

    def _metadata(self, course_id: str, version: int | None) -> Mapping[str, object]:
        root = self._client.call(
            "rustici.course.getMetadata",
            {"courseid": course_id, "versionid": version, "scope": "course", "mdformat": "summary"},
        )
        keywords = [(keyword.text or "").strip() for keyword in root.iter("keyword")]
        return known(
            title=text(root, ".//metadata/title"),
            description=text(root, ".//metadata/description"),
            duration=text(root, ".//metadata/duration"),
            typicalTime=text(root, ".//metadata/typicaltime"),
            keywords=keywords or None,
        )


def _course(element: Element, registration_count: bool) -> Course:
    """Read a ``course`` element (docs/service/v1.md, Answers about courses).

    A list's has no ``versions`` below it.
    """
    versions = _versions(element, attribute(element, "id"))
    newest = versions[-1] if versions else None
    count = whole_number(element.get("registrations")) if registration_count else None
    return Course(
        id=attribute(element, "id"),
        title=element.get("title"),
        version=newest.version if newest else None,
        course_learning_standard=spellings.to_v2("standard", text(element, "learningStandard")),
        xapi_activity_id=text(element, "tinCanActivityId"),
        created=time(element, "createDate"),
        updated=newest.updated if newest else None,
        registration_count=count,
        tags=tags_of(element),
    )


def _versions(element: Element, course_id: str) -> Sequence[Course]:
    versions = [
        Course(id=course_id, version=integer(child, "versionId"), updated=time(child, "updateDate"))
        for child in element.iterfind("versions/version")
    ]
    return sorted(versions, key=lambda course: course.version or 0)
