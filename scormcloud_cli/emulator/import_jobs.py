"""Import jobs: a package becomes a version of a course."""

import os
import sqlite3
import time
import traceback
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from scormcloud_cli.emulator import assets, courses, results, store, tags
from scormcloud_cli.emulator.assets import ZIP
from scormcloud_cli.emulator.refusals import Refusal, check_id, not_found
from scormcloud_cli.emulator.service import Emulator, text
from scormcloud_cli.emulator.store import given, insert
from scormcloud_cli.packages import Activity, InvalidPackage, Package, read_media, read_package

# How long a job can be asked about (docs/service/v2.md, Import jobs).
_MEMORY = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What an import is asked for.

    Attributes:
        app_id: whose course.
        course_id: the ID of the course.
        new_version: whether a course that exists may get another version.
        tags: tags to give the course.
        name: the file's own name.
        content_type: ``application/zip``, or a medium's.
    """

    app_id: str
    course_id: str
    new_version: bool
    tags: tuple[str, ...] = ()
    name: str = "package.zip"
    content_type: str = ZIP


def start(emulator: Emulator, import_: Import, bring: Callable[[], Path]) -> str:
    """Start an import and return the job's ID.

    Args:
        emulator: the emulator.
        import_: what to import.
        bring: returns the file to import, which the job then owns; may take its time.

    Raises:
        Refusal: the course exists and may not get another version, or cannot have such an ID.
    """
    check_id("course", import_.course_id)
    job_id = str(uuid.uuid4())
    with emulator.store.writing() as database:
        _refuse_taken(database, import_)
        database.execute("DELETE FROM jobs WHERE created < ?", (_forgotten_before(emulator),))
        _add_job(database, emulator, import_.app_id, import_.course_id, job_id)
    emulator.start(
        lambda: _run(emulator, job_id, bring, lambda path: _import(emulator, job_id, import_, path))
    )
    return job_id


def wait(emulator: Emulator, app_id: str, job_id: str, seconds: float) -> sqlite3.Row:
    """Return an import once it has ended, or after so many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        row = job(emulator, app_id, job_id)
        if row["status"] != "RUNNING" or time.monotonic() > deadline:
            return row
        time.sleep(0.02)


def start_assets(emulator: Emulator, app_id: str, version: sqlite3.Row, package: Path) -> str:
    """Start to put the files of a zip into a version, a row of `courses.get`.

    The job owns the zip from then on; its ID is returned.
    """
    job_id = str(uuid.uuid4())
    with emulator.store.writing() as database:
        _add_job(database, emulator, app_id, version["id"], job_id)

    def put(path: Path) -> None:
        assets.put_all(emulator, version, path)
        with emulator.store.writing() as database:
            _complete(database, job_id, version["version"], "Update Successful")

    emulator.start(lambda: _run(emulator, job_id, lambda: package, put))
    return job_id


def job(emulator: Emulator, app_id: str, job_id: str) -> sqlite3.Row:
    """Return how an import stands.

    A job whose process has died will never end: it is in error from then on.

    Raises:
        Refusal: there is no such job, or it is older than a week.
    """
    query = "SELECT * FROM jobs WHERE app_id = ? AND id = ? AND created >= ?"
    values = (app_id, job_id, _forgotten_before(emulator))
    refusal = not_found("import job", job_id, kind="job")
    row = store.one(emulator.store.reading(), query, values, refusal)
    if row["status"] == "RUNNING" and not emulator.is_alive(row["worker"]):
        if _fail(emulator, job_id, "The import was interrupted"):
            for orphan in emulator.packages.glob(f"{job_id}.*"):
                orphan.unlink(missing_ok=True)
        return job(emulator, app_id, job_id)
    return row


def _add_job(
    database: sqlite3.Connection, emulator: Emulator, app_id: str, course_id: str, job_id: str
) -> None:
    row = {"id": job_id, "app_id": app_id, "course_id": course_id, "worker": emulator.worker}
    row |= {"status": "RUNNING", "message": "Working", "created": emulator.now()}
    insert(database, "jobs", row)


def _run(
    emulator: Emulator, job_id: str, bring: Callable[[], Path], work: Callable[[Path], None]
) -> None:
    """Run a job on a file, then delete the file; mark the job as ended, whatever happens."""
    path: Path | None = None
    try:
        path = bring()
        work(path)
    except (InvalidPackage, Refusal) as error:
        _fail(emulator, job_id, str(error))
    except Exception:  # the job must end, whatever happens in it; stderr tells why
        traceback.print_exc()
        _fail(emulator, job_id, "The job failed for a reason inside the emulator")
    finally:
        if path is not None:
            path.unlink(missing_ok=True)


def _import(emulator: Emulator, job_id: str, import_: Import, path: Path) -> None:
    facts = _facts(path, import_)
    result = facts.pop("result")
    # Named after the job: should the process die before the next transaction, it can be found.
    file = emulator.packages / (job_id + (Path(import_.name).suffix.lower() or ".zip"))
    _keep(path, file)
    try:
        with emulator.store.writing(durable=True) as database:
            _refuse_taken(database, import_)
            version = courses.add_version(
                database,
                emulator,
                import_.app_id,
                import_.course_id,
                {**facts, "file": file.name, "content_type": import_.content_type},
            )
            tags.add(database, import_.app_id, "course", import_.course_id, import_.tags)
            # In the transaction that makes the course: a job never says more than there is.
            _complete(database, job_id, version, "Import Successful", result=result)
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _complete(
    database: sqlite3.Connection, job_id: str, version: int, message: str, **changes: object
) -> None:
    changes |= {"status": "COMPLETE", "version": version, "message": message}
    store.update(database, "jobs", {"id": job_id}, changes)


def _fail(emulator: Emulator, job_id: str, message: str) -> bool:
    """End a job in error; say whether it was still running."""
    key = {"id": job_id, "status": "RUNNING"}
    with emulator.store.writing() as database:
        return store.update(database, "jobs", key, {"status": "ERROR", "message": message}) == 1


def _forgotten_before(emulator: Emulator) -> str:
    return text(emulator.clock() - _MEMORY)


def _refuse_taken(database: sqlite3.Connection, import_: Import) -> None:
    if not import_.new_version and courses.exists(database, import_.app_id, import_.course_id):
        advice = "set mayCreateNewVersion=true to add a version to it"
        raise Refusal(409, f"Course [{import_.course_id}] already exists; {advice}", "exists")


def _keep(source: Path, target: Path) -> None:
    """Move a file to its place, so that it is there whole or not at all."""
    with source.open("rb+") as file:
        os.fsync(file.fileno())
    source.replace(target)
    if os.name != "nt":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _facts(path: Path, import_: Import) -> dict[str, Any]:
    """Return the columns of a version that its file gives, and the job's ``result``."""
    size = path.stat().st_size
    if import_.content_type != ZIP:
        media = read_media(path, import_.name)
        return {
            "title": media.title,
            "standard": "UNKNOWN",
            "activity_id": None,
            "size": size,
            "metadata": {"title": media.title},
            "root_activity": {
                "externalIdentifier": "",
                "itemIdentifier": "media",
                "activityType": "ASSET",
                "href": import_.name,
                "title": media.title,
                "children": [],
            },
            "result": {"warnings": [], "languages": []},
        }
    package = read_package(path)
    return {
        "title": package.title,
        "standard": str(package.standard),
        "activity_id": package.identifier,
        "size": size,
        "metadata": _metadata(package),
        "root_activity": _activity(package.root_activity),
        "result": {"warnings": list(package.warnings), "languages": list(package.languages)},
    }


def _metadata(package: Package) -> dict[str, Any]:
    """Return v2's MetadataSchema of a package."""
    return given(
        title=package.title,
        titleLanguage=package.title_language,
        description=package.description,
        descriptionLanguage=package.description_language,
        duration=package.duration,
        typicalTime=package.typical_learning_time,
        keywords=list(package.keywords) or None,
    )


def _activity(activity: Activity) -> dict[str, Any]:
    """Return an activity as it is kept (see `courses.root_activity`)."""
    passing, threshold = activity.scaled_passing_score, activity.completion_threshold
    return given(
        externalIdentifier="",
        itemIdentifier=activity.identifier,
        resourceIdentifier=activity.resource_identifier,
        activityType=str(activity.kind),
        href=activity.href,
        scaledPassingScore=None if passing is None else f"{passing:g}",
        title=activity.title,
        primaryObjective=activity.sequencing and activity.sequencing.primary_objective,
        staticProperties=results.static(
            completionThreshold=None if threshold is None else f"{threshold:g}",
            launchData=activity.launch_data,
            maxTimeAllowed=activity.max_time_allowed,
            scaledPassingScore=passing,
            scaledPassingScoreUsed=passing is not None,
            timeLimitAction=_time_limit_action(activity.time_limit_action or ""),
        ),
        children=[_activity(child) for child in activity.children],
    )


def _time_limit_action(written: str) -> str | None:
    """Return v2's word for what happens at a time limit: EXIT_MESSAGE for ``exit,message``.

    AICC has the first letters only. None where it is neither.
    """
    what, _, how = (part.strip()[:1] for part in written.lower().partition(","))
    words = {"e": "EXIT", "c": "CONTINUE", "m": "MESSAGE", "n": "NO_MESSAGE"}
    return f"{words[what]}_{words[how]}" if what in ("e", "c") and how in ("m", "n") else None
