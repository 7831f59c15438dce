"""Courses over v2; what each method does stands in ``api/courses.py``."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO

from scormcloud_cli.api.courses import Course, CourseQuery, ImportJob, Reference, in_order
from scormcloud_cli.api.errors import ServiceRefused
from scormcloud_cli.api.messages import Progress, Upload
from scormcloud_cli.api.queries import Span
from scormcloud_cli.api.v2.assets import Assets
from scormcloud_cli.api.v2.client import Client
from scormcloud_cli.api.v2.configuration import Configuration
from scormcloud_cli.api.v2.tags import Tags
from scormcloud_cli.api.v2.values import list_values, span_values


class Courses:
    """The courses of an application, over v2."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.assets = Assets(client)
        self.tags = Tags(client, "Course", "courseId")

    def configuration(self, version: int | None = None) -> Configuration:
        noun = "Course" if version is None else "CourseVersion"
        return Configuration(self._client, noun, lambda owner: _named(owner, version))

    def list(self, query: CourseQuery) -> Iterator[Course]:
        values = {
            **list_values(query),
            "includeCourseMetadata": query.metadata or None,
            "includeRegistrationCount": query.registration_count or None,
        }
        records = self._client.items("GetCourses", "courses", values, query)
        return map(Course.from_record, records)

    def get(
        self,
        course_id: str,
        *,
        version: int | None = None,
        metadata: bool = False,
        registration_count: bool = False,
    ) -> Course:
        values = {
            **_named(course_id, version),
            "includeCourseMetadata": metadata or None,
            "includeRegistrationCount": registration_count or None,
        }
        name = "GetCourse" if version is None else "GetCourseVersionInfo"
        return Course.from_record(self._client.call(name, values))

    def exists(self, course_id: str) -> bool:
        return self._client.finds("GetCourse", {"courseId": course_id})

    def statements(
        self, course_id: str, span: Span, *, version: int | None = None
    ) -> Iterator[Mapping[str, Any]]:
        name = "GetCourseStatements" if version is None else "GetCourseVersionStatements"
        values = {**_named(course_id, version), **span_values(span)}
        return self._client.items(name, "statements", values, span)

    def delete(self, course_id: str, version: int | None = None) -> None:
        name = "DeleteCourse" if version is None else "DeleteCourseVersion"
        self._client.call(name, _named(course_id, version))

    def set_title(self, course_id: str, title: str) -> None:
        self._client.call("SetCourseTitle", {"courseId": course_id, "title": title})

    def versions(self, course_id: str) -> Iterator[Course]:
        answer = self._client.call("GetCourseVersions", {"courseId": course_id})
        return in_order(map(Course.from_record, answer["courses"]))

    def import_file(self, course_id: str, upload: Upload, *, new_version: bool) -> str:
        # The service would say so as well, but only once it has the whole file.
        if not new_version and self.exists(course_id):
            raise ServiceRefused(f"Course [{course_id}] already exists", code="course_exists")
        answer = self._client.call(
            "CreateUploadAndImportCourseJob",
            {
                "courseId": course_id,
                "mayCreateNewVersion": new_version,
                "uploadedContentType": upload.content_type,
            },
            upload=replace(upload, field="file"),
        )
        return str(answer["result"])

    def import_url(self, course_id: str, url: str, *, content_type: str, new_version: bool) -> str:
        answer = self._client.call(
            "CreateFetchAndImportCourseJob",
            {
                "courseId": course_id,
                "mayCreateNewVersion": new_version,
                "url": url,
                "contentType": content_type,
            },
        )
        return str(answer["result"])

    def import_reference(self, course_id: str, reference: Reference, *, new_version: bool) -> str:
        values: dict[str, object] = {"courseId": course_id, "mayCreateNewVersion": new_version}
        if reference.connector_id is not None:
            values["connectorReferenceRequest"] = {
                "connectorId": reference.connector_id,
                "connectorIdForContent": reference.content_id,
            }
        else:
            values["mediaFileReferenceRequest"] = {
                "url": reference.url,
                "contentType": reference.content_type,
            }
        return str(self._client.call("CreateNoUploadAndImportCourseJob", values)["result"])

    def job(self, job_id: str) -> ImportJob:
        answer = self._client.call("GetImportJobStatus", {"importJobId": job_id})
        result: Mapping[str, Any] = answer.get("importResult") or {}
        course = result.get("course") or None
        return ImportJob.from_record(
            {
                **result,
                "jobId": answer.get("jobId", job_id),
                "status": answer["status"],
                "message": answer.get("message") or None,
                "courseId": course and course.get("id"),
                "course": course,
                "warnings": result.get("parserWarnings"),
            }
        )

    def download(
        self,
        course_id: str,
        version: int | None,
        sink: BinaryIO,
        on_progress: Progress | None = None,
    ) -> str | None:
        name = "GetCourseZip" if version is None else "GetVersionedCourseZip"
        return self._client.download(name, _named(course_id, version), sink, on_progress)

    def preview(self, course_id: str, version: int | None, redirect: str) -> str:
        name = "BuildCoursePreviewLaunchLink" + ("" if version is None else "WithVersion")
        values = {**_named(course_id, version), "redirectOnExitUrl": redirect}
        return str(self._client.call(name, values)["launchLink"])


def _named(course_id: str, version: int | None) -> dict[str, object]:
    return {"courseId": course_id, "versionId": version}
