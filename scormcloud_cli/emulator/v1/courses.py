"""Courses over v1."""

import io
import json
import os
import re
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from starlette.responses import RedirectResponse, Response

from scormcloud_cli.api import catalog
from scormcloud_cli.api.catalog import spellings
from scormcloud_cli.emulator import assets, configuration, courses, import_jobs, links
from scormcloud_cli.emulator.configuration import Level
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.store import given
from scormcloud_cli.emulator.streaming import FileAnswer
from scormcloud_cli.emulator.v1 import envelope, upload_area
from scormcloud_cli.emulator.v1.envelope import add, element
from scormcloud_cli.emulator.v1.face import Call, Handler
from scormcloud_cli.packages import Archive

_LONG_ENOUGH = 300.0  # how long a synchronous import is waited for, in seconds


def import_async(call: Call) -> Element:
    return element("token", None, element("id", _start(call)))


def import_now(call: Call) -> Element:
    return _import_result(call, import_jobs.wait(*call.changing, _start(call), _LONG_ENOUGH))


def _start(call: Call) -> str:
    upload = upload_area.package_of(call)
    import_ = import_jobs.Import(
        app_id=call.app_id,
        course_id=call.values["courseid"],
        new_version=True,  # as v1 always does (docs/service/v1.md, Importing)
        name=upload.name,
    )
    return import_jobs.start(call.emulator, import_, upload.path)


def get_import_result(call: Call) -> Element:
    job = import_jobs.job(*call.changing, call.values["token"])
    root = envelope.ok()
    if job["status"] == "RUNNING":
        add(root, "status", "running")
        add(root, "message", job["message"])
        return root
    # A package that is none is a finished import without success, not a failed job
    # (docs/service/v1.md, Importing).
    add(root, "status", "finished")
    add(root, "message", "Finished")
    add(root, "progress", "100")
    SubElement(root, "importresults").append(_import_result(call, job))
    return root


def _import_result(call: Call, job: sqlite3.Row) -> Element:
    done = job["status"] == "COMPLETE"
    result = element("importresult", successful="true" if done else "false")
    title = job["course_id"]  # one that fails has a title as well, and not an empty one
    if done and courses.exists(*call.reading, job["course_id"]):
        title = courses.get(*call.reading, job["course_id"])["title"]
    add(result, "title", title)
    add(result, "message", job["message"])
    warnings = json.loads(job["result"]).get("warnings", ())
    envelope.add_list(result, "parserwarnings", "warning", warnings)
    return result


def exists(call: Call) -> Element:
    return element("result", courses.exists(*call.reading, call.values["courseid"]))


def delete(call: Call) -> None:
    courses.delete(
        *call.changing,
        call.values["courseid"],
        call.number("versionid"),
        newest=call.values.get("versionid") == "latest",
    )


def get_list(call: Call) -> Element:
    pattern = call.values.get("filter")
    required = set(call.words("tags"))
    children = [
        _course(row, versions="-1")
        for row in courses.all_of(*call.reading)
        if matches(pattern, row["id"]) and required <= set(_tags(row))
    ]
    return element("courselist", None, *children)


def matches(pattern: str | None, text: str) -> bool:
    """Say whether a legacy filter, a regular expression, matches the whole of an ID.

    See docs/service/v1.md, List filters.

    Where there is no filter everything matches.

    Raises:
        Refusal: it is no regular expression.
    """
    try:
        return not pattern or re.fullmatch(pattern, text) is not None
    except re.error as error:
        raise Refusal(400, f"[{pattern}] is not a regular expression: {error}") from None


def get_detail(call: Call) -> Element:
    row = version_of(call)
    rows = courses.all_versions(*call.reading, row["id"])
    course = _course(row, versions=str(len(rows)))
    versions = SubElement(course, "versions")
    for version_row in rows:
        version = SubElement(versions, "version")
        add(version, "versionId", version_row["version"])
        add(version, "updateDate", envelope.time(version_row["version_updated"]))
    return course


def _tags(row: sqlite3.Row) -> list[str]:
    tags: list[str] = json.loads(row["tags"])
    return tags


def _course(row: sqlite3.Row, versions: str) -> Element:
    course = element(
        "course",
        id=row["id"],
        title=row["title"],
        versions=versions,
        registrations=str(row["registrations"]),
        size=str(row["size"]),
    )
    envelope.add_list(course, "tags", "tag", _tags(row))
    if standard := spellings.to_v1("standard", row["standard"]):
        # .NET reads what is in it without asking whether there is anything.
        add(course, "learningStandard", standard)
    add(course, "tinCanActivityId", courses.xapi_activity_id(row))
    add(course, "createDate", envelope.time(row["created"]))
    return course


def _levels(call: Call, row: sqlite3.Row) -> list[Level]:
    return configuration.of_course(row, one_version=bool(call.values.get("versionid")))


def get_attributes(call: Call) -> Element:
    row = version_of(call)
    parent = Element("attributes")
    for value in configuration.get(*call.reading, _levels(call, row)):
        if value.setting.v1 is not None:
            spelt = value.setting.values.get(value.effective, value.effective)
            add(parent, "attribute", name=value.setting.v1, value=spelt)
    add(parent, "attribute", name="title", value=row["title"])
    standard = spellings.to_v1("standard", row["standard"]) or ""
    add(parent, "attribute", name="scormVersion", value=standard)
    return parent


def update_attributes(call: Call) -> Element:
    row = version_of(call)
    by_name = {setting.v1: setting for setting in catalog.settings().values() if setting.v1}
    settings: dict[str, str] = {}
    for name, text in call.values.items():
        if (setting := by_name.get(name)) is not None:
            spelt = {v1: v2 for v2, v1 in setting.values.items()}
            settings[setting.id] = spelt.get(text, text)
    changed = configuration.change(
        *call.changing, lambda: _levels(call, version_of(call)), settings, only_differing=True
    )
    parent = Element("attributes")
    for setting_id in changed:
        name = catalog.settings()[setting_id].v1 or ""
        add(parent, "attribute", name=name, value=call.values[name])
    title = call.values.get("title")
    if title and title != row["title"]:
        courses.set_title(*call.changing, row["id"], title)
        add(parent, "attribute", name="title", value=title)
    return parent


def get_metadata(call: Call) -> Element:
    row = version_of(call)
    known: Mapping[str, Any] = json.loads(row["metadata"])
    package = Element("package")
    metadata = SubElement(package, "metadata")
    add(metadata, "title", known.get("title"))
    add(metadata, "description", known.get("description"))
    add(metadata, "duration", known.get("duration"))
    add(metadata, "typicaltime", known.get("typicalTime"))
    envelope.add_list(metadata, "keywords", "keyword", known.get("keywords", ()))
    tree = call.values.get("scope") == "activity"
    package.append(_object(json.loads(row["root_activity"]), children=tree))
    return package


def _object(activity: Mapping[str, Any], *, children: bool = True) -> Element:
    object_ = element(
        "object",
        id=activity["itemIdentifier"],
        title=activity.get("title", ""),
        description="",
        duration="0",
        typicaltime="0",
    )
    if children and activity.get("children"):
        object_.append(element("children", None, *map(_object, activity["children"])))
    return object_


def get_assets(call: Call) -> Response:
    row = version_of(call)
    paths = list(call.lists.get("path", ()))
    if not paths:
        return assets.whole(call.emulator, row, name=row["id"])
    if len(paths) == 1:
        return assets.file(call.emulator, row, paths[0], saved_as=Path(paths[0]).name)
    try:
        packed = assets.with_package(call.emulator, row, partial(_packed, paths))
    except FileNotFoundError as error:
        raise assets.missing(row, str(error)) from None
    size = packed.seek(0, os.SEEK_END)
    return FileAnswer(packed, size, assets.ZIP, row["id"] + ".zip")


def _packed(paths: Sequence[str], package: Path) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        archive = Archive(package)
        if missing := set(paths) - set(archive.files):
            raise FileNotFoundError(missing.pop())
        archive.copy_to(target, dict.fromkeys(paths))
    return packed


def preview(call: Call) -> Response:
    path = links.preview(
        *call.changing,
        call.values["courseid"],
        version=call.number("versionid"),
        redirect=call.values["redirecturl"],
        options=given(cssUrl=call.values.get("cssurl")),
    )
    return RedirectResponse(call.content_link(path), 302)


def version_of(call: Call) -> sqlite3.Row:
    """Return the version of a course that a call names, the newest where it names none."""
    return courses.get(*call.reading, call.values["courseid"], call.number("versionid"))


HANDLERS: Mapping[str, Handler] = {
    "rustici.course.importCourse": import_now,
    "rustici.course.importCourseAsync": import_async,
    "rustici.course.versionCourse": import_now,
    "rustici.course.getAsyncImportResult": get_import_result,
    "rustici.course.exists": exists,
    "rustici.course.deleteCourse": delete,
    "rustici.course.getCourseList": get_list,
    "rustici.course.getCourseDetail": get_detail,
    "rustici.course.getAttributes": get_attributes,
    "rustici.course.updateAttributes": update_attributes,
    "rustici.course.getMetadata": get_metadata,
    "rustici.course.getAssets": get_assets,
    "rustici.course.preview": preview,
}
