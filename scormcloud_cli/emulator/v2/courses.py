"""Courses over v2."""

import json
import sqlite3
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from starlette.responses import Response

from scormcloud_cli.emulator import (
    assets,
    configuration,
    courses,
    import_jobs,
    launch_options,
    links,
)
from scormcloud_cli.emulator.assets import ZIP
from scormcloud_cli.emulator.calls import change
from scormcloud_cli.emulator.configuration import Level
from scormcloud_cli.emulator.connectors import CONNECTORS
from scormcloud_cli.emulator.fetching import FOR_IMPORT, fetch
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.store import given
from scormcloud_cli.emulator.v2.face import Call, Handler
from scormcloud_cli.emulator.v2.lists import Listing, page
from scormcloud_cli.emulator.v2.settings import setting_handlers
from scormcloud_cli.emulator.v2.tags import tag_handlers

_LISTING = Listing(
    items="courses", of=courses.LISTING, default_filter="course_id", default_order="created_desc"
)


def course(
    _call: Call, row: sqlite3.Row, query: Mapping[str, Any], *, one_version: bool = False
) -> dict[str, Any]:
    """Return v2's CourseSchema of a course, or of one version of it.

    Args:
        row: the course with a version.
        query: what is asked for, as parameters.
        one_version: whether the version is meant, not the course.
    """
    prefix = "version_" if one_version else ""
    return given(
        id=row["id"],
        title=row[prefix + "title"],
        created=row[prefix + "created"],
        updated=row["version_updated"],
        version=row["version"],
        activityId=row["activity_id"],
        courseLearningStandard=row["standard"],
        tags=json.loads(row["tags"]),
        dispatched=bool(row["dispatched"]),
        xapiActivityId=courses.xapi_activity_id(row),
        registrationCount=row["registrations"] if query.get("includeRegistrationCount") else None,
        metadata=json.loads(row["metadata"]) if query.get("includeCourseMetadata") else None,
    )


def _whole_course(call: Call, row: sqlite3.Row, *, one_version: bool = False) -> dict[str, Any]:
    """Return a course with its activities, which lists leave out."""
    activities = {"rootActivity": _activity(json.loads(row["root_activity"]))}
    return course(call, row, call.values, one_version=one_version) | activities


def _activity(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return v2's CourseActivitySchema of an activity, without what only results tell."""
    of_results = ("staticProperties", "primaryObjective")
    shown = {name: value for name, value in kept.items() if name not in of_results}
    return shown | {"children": [_activity(child) for child in kept.get("children", ())]}


def version_of(call: Call) -> sqlite3.Row:
    """Return the version of a course that a call names, the newest where it names none."""
    version = call.values.get("versionId")
    return courses.get(*call.reading, call.values["courseId"], version)


def get_course(call: Call, *, one_version: bool = False) -> dict[str, Any]:
    return _whole_course(call, version_of(call), one_version=one_version)


def get_course_versions(call: Call) -> dict[str, Any]:
    rows = courses.all_versions(*call.reading, call.values["courseId"])
    return {"courses": [_whole_course(call, row, one_version=True) for row in rows]}


def set_course_title(call: Call) -> None:
    title = call.body.get("title")
    if not title:
        raise Refusal(400, "title is required")
    courses.set_title(*call.changing, call.values["courseId"], title)


def import_upload(call: Call) -> dict[str, str]:
    upload = call.upload
    if upload is None:
        raise Refusal(400, "file is required")
    import_ = _import(call, upload.name, call.values.get("uploadedContentType", ZIP))
    return {"result": import_jobs.start(call.emulator, import_, upload.path)}


def _import(call: Call, name: str, content_type: str) -> import_jobs.Import:
    return import_jobs.Import(
        app_id=call.app_id,
        course_id=call.values["courseId"],
        new_version=call.values.get("mayCreateNewVersion", False),
        tags=tuple(call.values.get("tags", ())),
        name=name,
        content_type=content_type,
    )


def import_fetch(call: Call) -> dict[str, str]:
    return _import_from(call, call.body)


def import_no_upload(call: Call) -> dict[str, str]:
    """Import what stays where it is; the emulator keeps a copy all the same."""
    for name in ("fetchRequest", "mediaFileReferenceRequest"):
        if name in call.body:
            return _import_from(call, call.body[name])
    connector = call.body.get("connectorReferenceRequest", {}).get("connectorId")
    if connector is None:
        sources = "fetchRequest, mediaFileReferenceRequest, connectorReferenceRequest"
        raise Refusal(400, f"one of {sources} is required")
    CONNECTORS.get(*call.reading, connector)
    raise Refusal(400, f"Connector [{connector}] has no content that the emulator can reach")


def _import_from(call: Call, source: Mapping[str, Any]) -> dict[str, str]:
    url = source["url"]
    name = Path(url.partition("?")[0]).name or "package.zip"
    import_ = _import(call, name, source.get("contentType", ZIP))
    bring = partial(fetch, call.emulator, url, FOR_IMPORT)
    return {"result": import_jobs.start_bringing(call.emulator, import_, bring)}


def get_import_job(call: Call) -> dict[str, Any]:
    job = import_jobs.job(*call.changing, call.values["importJobId"])
    record = given(jobId=job["id"], status=job["status"], message=job["message"] or None)
    if job["status"] == "COMPLETE":
        result = json.loads(job["result"])
        record["importResult"] = {
            "webPathToCourse": f"/courses/{job['app_id']}/{job['course_id']}/{job['version']}",
            "parserWarnings": result["warnings"],
            "courseLanguages": result["languages"],
        }
        # The course may have been deleted since.
        if courses.exists(*call.reading, job["course_id"]):
            row = courses.get(*call.reading, job["course_id"])
            record["importResult"]["course"] = _whole_course(call, row)
    return record


def get_zip(call: Call) -> Response:
    row = version_of(call)
    return assets.whole(call.emulator, row, name=row["id"])


def preview(call: Call) -> dict[str, str]:
    path = links.preview(
        *call.changing,
        call.values["courseId"],
        version=call.values.get("versionId"),
        redirect=call.body.get("redirectOnExitUrl", "closer"),
        seconds=link_seconds(call.body),
        options=launch_options.of_body(call.body),
    )
    return {"launchLink": call.content_link(path)}


def link_seconds(body: Mapping[str, Any]) -> int:
    """Return how long a link is to live (docs/service/v2.md, Links)."""
    seconds: int = body.get("expiry", links.DEFAULT_SECONDS)
    if not 10 <= seconds <= 300:
        raise Refusal(400, "expiry must be from 10 to 300 seconds")
    return seconds


def _levels(call: Call, *, one_version: bool = False) -> list[Level]:
    return configuration.of_course(version_of(call), one_version=one_version)


HANDLERS: Mapping[str, Handler] = {
    **tag_handlers("Course", "courseId", courses.get),
    **setting_handlers("Course", _levels),
    **setting_handlers("CourseVersion", partial(_levels, one_version=True)),
    "GetCourses": partial(page, listing=_LISTING, record=course),
    "GetCourse": get_course,
    "GetCourseVersionInfo": partial(get_course, one_version=True),
    "GetCourseVersions": get_course_versions,
    "DeleteCourse": change("courseId", by=courses.delete),
    "DeleteCourseVersion": change("courseId", "versionId", by=courses.delete),
    "SetCourseTitle": set_course_title,
    "CreateUploadAndImportCourseJob": import_upload,
    "CreateFetchAndImportCourseJob": import_fetch,
    "CreateNoUploadAndImportCourseJob": import_no_upload,
    "GetImportJobStatus": get_import_job,
    "GetCourseZip": get_zip,
    "GetVersionedCourseZip": get_zip,
    "BuildCoursePreviewLaunchLink": preview,
    "BuildCoursePreviewLaunchLinkWithVersion": preview,
}
