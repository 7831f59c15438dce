"""Import jobs: a package becomes a version of a course."""

import sqlite3
import time
import traceback
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from scormcloud_cli.emulator import assets, courses, results, store, tags
from scormcloud_cli.emulator.assets import ZIP
from scormcloud_cli.emulator.forms import suffix
from scormcloud_cli.emulator.refusals import Refusal, check_id, not_found
from scormcloud_cli.emulator.service import Emulator, settle, text
from scormcloud_cli.emulator.store import given, insert
from scormcloud_cli.emulator.troubles import trouble
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


def start(emulator: Emulator, import_: Import, path: Path) -> str:
    """Start the import of a file, which the job owns from then on; return the job's ID.

    Raises:
        Refusal: the course exists and may not get another version, or cannot have such an ID.
    """
    job_id = _add_import(emulator, import_)
    work = partial(_import, emulator, job_id, import_)
    emulator.start(lambda: _run(emulator, job_id, path, work))
    return job_id


def start_bringing(emulator: Emulator, import_: Import, bring: Callable[[], Path]) -> str:
    """Start an import of what is yet to come, and return the job's ID.

    Args:
        emulator: the emulator.
        import_: what to import.
        bring: returns the file to import, which the job then owns; may take its time, in which
            other imports go on.

    Raises:
        Refusal: the course exists and may not get another version, or cannot have such an ID.
    """
    job_id = _add_import(emulator, import_)
    work = partial(_import, emulator, job_id, import_)
    emulator.start_bringing(lambda: _bring(emulator, job_id, bring, work))
    return job_id


def _add_import(emulator: Emulator, import_: Import) -> str:
    check_id("course", import_.course_id)
    job_id = str(uuid.uuid4())
    with emulator.store.writing() as database:
        _refuse_taken(database, import_)
        database.execute("DELETE FROM jobs WHERE created < ?", (_forgotten_before(emulator),))
        _add_job(database, emulator, import_.app_id, import_.course_id, job_id)
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

    emulator.start(lambda: _run(emulator, job_id, package, put))
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
            emulator.sweep()
        return job(emulator, app_id, job_id)
    return row


def _add_job(
    database: sqlite3.Connection, emulator: Emulator, app_id: str, course_id: str, job_id: str
) -> None:
    row = {"id": job_id, "app_id": app_id, "course_id": course_id, "worker": emulator.worker}
    row |= {"status": "RUNNING", "message": "Working", "created": emulator.now()}
    insert(database, "jobs", row)


def _bring(
    emulator: Emulator, job_id: str, bring: Callable[[], Path], work: Callable[[Path], None]
) -> None:
    """Bring the file of a job, then have it worked on when its turn comes."""
    with _ending(emulator, job_id):
        path = bring()
        emulator.start(lambda: _run(emulator, job_id, path, work))


def _run(emulator: Emulator, job_id: str, path: Path, work: Callable[[Path], None]) -> None:
    """Run a job on a file, then delete the file."""
    try:
        with _ending(emulator, job_id):
            work(path)
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _ending(emulator: Emulator, job_id: str) -> Iterator[None]:
    """Mark a job as ended where a block of it fails, whatever happens in it."""
    try:
        yield
    except (InvalidPackage, Refusal) as error:
        _fail(emulator, job_id, str(error))
    except Exception as error:  # stderr tells why
        unusable = trouble(error, emulator.folder)
        if unusable is None:
            traceback.print_exc()
        _fail(emulator, job_id, str(unusable or "The job failed for a reason inside the emulator"))


def _import(emulator: Emulator, job_id: str, import_: Import, path: Path) -> None:
    facts = _facts(path, import_)
    result = facts.pop("result")
    file = emulator.new_package(suffix(import_.name))
    path.replace(file)
    try:
        settle(file)
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
