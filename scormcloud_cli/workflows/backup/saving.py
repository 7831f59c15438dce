"""Saving an application: each thing as a file, what has not changed since left alone."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from scormcloud_cli import __version__
from scormcloud_cli.api import V2
from scormcloud_cli.api.cloud import Cloud
from scormcloud_cli.api.courses import Course, CourseQuery
from scormcloud_cli.api.destinations import Destination, DestinationQuery
from scormcloud_cli.api.dispatches import Dispatch, DispatchQuery
from scormcloud_cli.api.errors import CloudError, JobFailed, PartialFailure, UnsupportedByApi
from scormcloud_cli.api.files import whole_file
from scormcloud_cli.api.models import utc
from scormcloud_cli.api.registrations import Detail, Registration, RegistrationQuery
from scormcloud_cli.packages import InvalidPackage
from scormcloud_cli.packages.fingerprint import fingerprint
from scormcloud_cli.workflows import bulk
from scormcloud_cli.workflows.backup import things
from scormcloud_cli.workflows.backup.folder import FORMAT, Folder, name
from scormcloud_cli.workflows.backup.things import Thing
from scormcloud_cli.workflows.bulk import Record
from scormcloud_cli.workflows.options import RunOptions
from scormcloud_cli.workflows.reporter import Reporter
from scormcloud_cli.workflows.sources import MEDIA_TYPES

Answer = TypeVar("Answer")

NOT_INCLUDED = (
    "launch history and statements of registrations",
    "learners' own tags",
    "postbacks of dispatches",
    "invitations, record store pipes and keys, content connectors, applications' secret keys",
)
NOT_OVER_V1 = (
    "settings (v1 does not tell which are set and which are inherited)",
    "learners' names hidden by dispatches and destinations, LTI 1.3 (v1 does not tell)",
)
_EVERYTHING = Detail(children=True, interactions=True, runtime=True)
_PIECE = 1024 * 1024


class Backup:
    """The saving of an application into a folder.

    Args:
        cloud: the application.
        path: the folder; one with an earlier backup is brought up to date.
        reporter: takes the progress.
        full: fetch what seems unchanged as well.
    """

    def __init__(self, cloud: Cloud, path: Path, reporter: Reporter, *, full: bool) -> None:
        self._cloud = cloud
        self._folder = Folder(path)
        self._reporter = reporter
        self._full = full
        self._things = list(_things(cloud))

    def plan(self) -> Iterator[Record]:
        """Yield a record for each thing that would be saved."""
        for thing in self._things:
            yield {**thing.named(), "status": "to save"}

    def save(self, options: RunOptions) -> Iterator[Record]:
        """Save everything, and yield a record for each thing.

        Args:
            options: how many at once.

        Raises:
            UsageError: the folder is something else.
            PartialFailure: some things could not be saved; the backup says which.
            CloudError: the service refuses, or cannot be reached.
        """
        cloud, folder = self._cloud, self._folder
        header: dict[str, Any] = {
            "format": FORMAT,
            "scloud": __version__,
            "application": cloud.app_id,
            "baseUrl": cloud.base_url,
            "api": cloud.api,
            "begun": utc(datetime.now(UTC).isoformat()),
            "notIncluded": [*NOT_INCLUDED, *(() if cloud.api == V2 else NOT_OVER_V1)],
        }
        folder.begin(header)
        saving = _Saving(cloud, folder, self._reporter, full=self._full)
        partial: PartialFailure | None = None
        try:
            yield from bulk.run(
                self._things, saving.save, options, self._reporter, words="saving", name=Thing.named
            )
        except PartialFailure as failure:
            failure.hint = "run it again; what is saved is not fetched twice"
            partial = failure
        header["ended"] = utc(datetime.now(UTC).isoformat())
        if saving.failures:
            header["failed"] = saving.failures
        folder.seal(header, "partial" if partial else "complete")
        if partial:
            raise partial

    def prune(self) -> int:
        """Remove the files of what the application no longer has; return how many."""
        return self._folder.prune()


def _things(cloud: Cloud) -> Iterator[Thing]:
    """Yield every thing of an application, each after those it needs."""
    courses = list(cloud.courses.list(CourseQuery()))
    if cloud.api == V2:
        yield Thing("configuration", "")
        # Which standards can be configured is not documented; those of courses are known to be.
        for standard in sorted(
            {course.course_learning_standard or "" for course in courses} - {""}
        ):
            for scos in ("", ":single", ":multiple"):
                yield Thing("configuration", standard + scos)
    for course in courses:
        yield Thing("course", course.id, course)
    for destination in cloud.destinations.list(DestinationQuery()):
        yield Thing("destination", destination.id, destination)
    for dispatch in cloud.dispatches.list(DispatchQuery()):
        yield Thing("dispatch", dispatch.id, dispatch)
    for registration in cloud.registrations.list(RegistrationQuery()):
        yield Thing("registration", registration.id, registration)


class _Saving:
    """One run; `save` may be called from several threads."""

    def __init__(self, cloud: Cloud, folder: Folder, reporter: Reporter, *, full: bool) -> None:
        self._reporter = reporter
        self._cloud = cloud
        self._folder = folder
        self._full = full
        self._lock = threading.Lock()
        self.failures: list[Record] = []

    def save(self, thing: Thing) -> Record:
        """Save one thing, and say whether there was anything to save."""
        kinds: dict[str, Callable[[Thing], Record]] = {
            "configuration": self._configuration,
            "course": self._course,
            "destination": self._destination,
            "dispatch": self._dispatch,
            "registration": self._registration,
        }
        try:
            done = kinds[thing.kind](thing)
        except CloudError as error:
            with self._lock:
                self.failures.append({**thing.named(), "error": str(error)})
            raise
        return {**thing.named(), **done}

    def _configuration(self, thing: Thing) -> Record:
        settings = things.explicit(self._cloud.configuration.get(thing.id))
        place = f"configuration/{name(thing.id) or 'all'}.json"
        return self._kept(place, {"id": thing.id, "settings": settings})

    def _course(self, thing: Thing) -> Record:
        course: Course = thing.listed
        courses = self._cloud.courses
        place = f"courses/{name(course.id)}"
        fetched, changed = 0, False
        numbers = []
        for version in courses.versions(course.id):
            number = version.version or 0
            numbers.append(number)
            size, other = self._version(course.id, number, version, f"{place}/versions/{number}")
            fetched += size
            changed |= other
        record = {
            "id": course.id,
            "title": course.title,
            "tags": things.without_own_tags(course.tags),
            "settings": self._settings(
                lambda: things.explicit(courses.configuration().get(course.id))
            ),
            "versions": numbers,
        }
        changed |= self._folder.write(f"{place}/course.json", record)
        return _status(changed or fetched > 0) | ({"bytes": fetched} if fetched else {})

    def _version(
        self, course_id: str, number: int, version: Course, place: str
    ) -> tuple[int, bool]:
        """Save one version of a course; return how many bytes were fetched, and if it changed."""
        courses, folder = self._cloud.courses, self._folder
        seen = {"created": version.created, "updated": version.updated}
        settings = self._settings(
            lambda: things.explicit(courses.configuration(number).get(course_id))
        )
        record = folder.read(f"{place}.json")
        fetched = 0
        if self._full or record is None or not self._is_current(record, seen):
            record = {"version": number, **seen, **self._package(course_id, number, place)}
            fetched = record["bytes"]
        folder.note(record["file"], record["sha256"])
        # Written after the package: what it tells of is there and whole.
        return fetched, folder.write(f"{place}.json", {**record, "settings": settings})

    def _is_current(self, record: Record, seen: Record) -> bool:
        """Say whether the package that a record tells of is the service's, and is there."""
        if seen["updated"] is None or any(record.get(name) != time for name, time in seen.items()):
            return False
        try:
            size = (self._folder.path / record["file"]).stat().st_size
        except OSError:
            return False
        return bool(size == record["bytes"])

    def _package(self, course_id: str, number: int, place: str) -> dict[str, Any]:
        """Fetch the package of a version, look whether it is whole, and return what it is."""
        raw = self._folder.path / f"{place}.package"
        raw.parent.mkdir(parents=True, exist_ok=True)
        with (
            whole_file(raw, private=True) as file,
            self._reporter.meter(f"downloading {course_id}") as meter,
        ):
            suggested = self._cloud.courses.download(course_id, number, file, meter.bytes)
            size = file.tell()
            file.seek(0)
            digest = hashlib.sha256()
            while piece := file.read(_PIECE):
                digest.update(piece)
            suffix = Path(suggested or "").suffix.lower()
            content = digest.hexdigest()
            if suffix not in MEDIA_TYPES:
                suffix = ".zip"
                try:
                    content = fingerprint(file)
                except InvalidPackage as invalid:
                    raise JobFailed(
                        f"version {number} of {course_id} is no package: {invalid}",
                        code=invalid.code,
                    ) from None
        raw.replace(self._folder.path / (place + suffix))
        return {
            "file": place + suffix,
            "bytes": size,
            "sha256": digest.hexdigest(),
            "fingerprint": content,
        }

    def _destination(self, thing: Thing) -> Record:
        destination: Destination = thing.listed
        destinations = self._cloud.destinations
        record = destinations.get(destination.id).to_record()
        record.pop("dispatchCount", None)
        hashes = _if_told(lambda: destinations.hashes_user_info(destination.id))
        place = f"destinations/{name(destination.id)}.json"
        return self._kept(
            place, {"id": destination.id, "destination": record, "hashUserInfo": hashes}
        )

    def _dispatch(self, thing: Thing) -> Record:
        dispatch: Dispatch = thing.listed
        hashes = _if_told(lambda: self._cloud.dispatches.hashes_user_info(dispatch.id))
        place = f"dispatches/{name(dispatch.id)}.json"
        return self._kept(
            place, {"id": dispatch.id, "dispatch": dispatch.to_record(), "hashUserInfo": hashes}
        )

    def _registration(self, thing: Thing) -> Record:
        listed: Registration = thing.listed
        place = f"registrations/{name(listed.id)}.json"
        seen = listed.to_record()
        registrations = self._cloud.registrations
        record = None if self._full else self._folder.read(place)
        if record is None or record.get("listed") != seen:
            newest = registrations.get(listed.id, _EVERYTHING)
            record = {
                "id": listed.id,
                "listed": seen,
                "registration": newest.to_record(),
                "earlierInstances": [
                    registrations.get(listed.id, _EVERYTHING, earlier.instance).to_record()
                    for earlier in (registrations.instances(listed.id) if newest.instance else ())
                    if earlier.instance != newest.instance
                ],
            }
        # Asked for every time: that they have changed shows nowhere else.
        settings = self._settings(
            lambda: things.explicit(registrations.configuration().get(listed.id))
        )
        return self._kept(place, {**record, "settings": settings})

    def _settings(self, ask: Callable[[], dict[str, str]]) -> dict[str, str] | None:
        """Return explicit settings; None where the API does not tell which are."""
        return _if_told(ask) if self._cloud.api == V2 else None

    def _kept(self, place: str, record: Record) -> Record:
        return _status(self._folder.write(place, record))


def _status(changed: bool) -> dict[str, Any]:
    return {"status": "saved" if changed else "unchanged"}


def _if_told(ask: Callable[[], Answer]) -> Answer | None:
    try:
        return ask()
    except UnsupportedByApi:
        return None
