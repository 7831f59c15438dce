"""Bringing a saved application back: what would be done, and doing it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from scormcloud_cli.api import V1
from scormcloud_cli.api.cloud import Cloud
from scormcloud_cli.api.courses import Course, CourseQuery
from scormcloud_cli.api.destinations import Destination, DestinationChange, DestinationQuery
from scormcloud_cli.api.dispatches import Dispatch, DispatchChange, DispatchQuery
from scormcloud_cli.api.errors import ServiceRefused, UnsupportedByApi
from scormcloud_cli.api.registrations import NewRegistration, Registration, RegistrationQuery
from scormcloud_cli.workflows import bulk
from scormcloud_cli.workflows.backup import things
from scormcloud_cli.workflows.backup.folder import Folder
from scormcloud_cli.workflows.backup.things import Thing
from scormcloud_cli.workflows.bulk import Record
from scormcloud_cli.workflows.course_settings import CourseSettings
from scormcloud_cli.workflows.options import RunOptions
from scormcloud_cli.workflows.publishing import Publication
from scormcloud_cli.workflows.registering import register
from scormcloud_cli.workflows.reporter import Reporter

# What the service sets itself, whatever is restored.
LOST_TIMES = "times of creation and change"
LOST_PAST = "times of access and completion, launch history"
_DESTINATION = ("name", "email", "notes", "tags", "launch_auth", "lti13_data")
_DISPATCH = (
    *("allow_new_registrations", "enabled", "instanced", "registration_cap", "expiration_date"),
    *("email", "notes"),
)


Owned = TypeVar("Owned", Course, Destination, Dispatch)


class Step(NamedTuple):
    """What is to be done for one thing.

    Attributes:
        thing: which; what is `listed` is what the backup says of it.
        action: ``create``, ``add versions``, ``update``, ``exists``, ``conflict`` or ``cannot``.
        lost: what of it cannot be brought back.
        versions: of a course, the versions to send.
    """

    thing: Thing
    action: str
    lost: tuple[str, ...] = ()
    versions: tuple["_Version", ...] = ()

    def __str__(self) -> str:
        """Return it in words."""
        return str(self.thing)

    def to_record(self, status: str) -> dict[str, Any]:
        """Return the record of what became of it."""
        lost = {"notRestored": list(self.lost)} if self.lost else {}
        return {**self.thing.named(), "status": status, **lost}


class Restoration:
    """The bringing back of a backup into an application.

    Args:
        cloud: the application.
        path: the folder of the backup.
        reporter: takes the progress.
        settle: seconds to look for an upload whose end is not known.
        wait: seconds to wait for an import.

    Raises:
        UsageError: there is no whole backup there.
        UnsupportedByApi: the API is v1, which takes neither results nor most IDs.
    """

    def __init__(
        self, cloud: Cloud, path: Path, reporter: Reporter, *, settle: float, wait: float
    ) -> None:
        folder = Folder(path)
        header = folder.header()
        if cloud.api == V1:
            raise UnsupportedByApi(
                "v1 cannot restore: it takes no results and no IDs of destinations and dispatches",
                hint="use --api v2",
            )
        with reporter.counter("checking the files", 0) as show:
            places = folder.verify(show)
        if header["status"] == "partial":
            for failure in header.get("failed", ()):
                reporter.warn(
                    f"the backup lacks {failure['kind']} {failure['id']}: {failure['error']}"
                )
        self._reporter = reporter
        self._things = list(_saved(folder, places))
        self._restoring = _Restoring(cloud, folder, self._things, reporter, settle, wait)

    def plan(self) -> Iterator[Record]:
        """Yield a record for each thing with what would be done; nothing is changed."""
        for thing in self._things:
            step = self._restoring.step(thing)
            yield step.to_record(step.action)

    def restore(self, options: RunOptions) -> Iterator[Record]:
        """Bring everything back, and yield a record for each thing.

        Args:
            options: how many at once.

        Raises:
            PartialFailure: some things could not be brought back; each has been told.
            CloudError: the service refuses, or cannot be reached.
        """
        return bulk.run(
            self._things,
            self._restoring.carry_out,
            options,
            self._reporter,
            words="restoring",
            name=Thing.named,
        )


def _saved(folder: Folder, places: set[str]) -> Iterator[Thing]:
    """Yield what a backup holds, each thing after those it needs; `listed` is its file's place."""
    for kind, start, end in (
        ("configuration", "configuration/", ".json"),
        ("course", "courses/", "/course.json"),
        ("destination", "destinations/", ".json"),
        ("dispatch", "dispatches/", ".json"),
        ("registration", "registrations/", ".json"),
    ):
        for place in sorted(places):
            if place.startswith(start) and place.endswith(end):
                record = folder.read(place) or {}
                if kind != "configuration" or record["settings"]:
                    yield Thing(kind, record["id"], place)


class _Version(NamedTuple):
    """A saved version: its number, what its file tells, and where its package is."""

    number: int
    record: Mapping[str, Any]
    file: Path


class _Restoring:
    """One run; `carry_out` may be called from several threads, in the order of `_saved`."""

    def __init__(
        self,
        cloud: Cloud,
        folder: Folder,
        saved: Sequence[Thing],
        reporter: Reporter,
        settle: float,
        wait: float,
    ) -> None:
        self._reporter = reporter
        self._cloud = cloud
        self._folder = folder
        self._settle = settle
        self._wait = wait
        # What others wait for: of a course, which of its versions became which.
        self._done: dict[tuple[str, str], Future[dict[int, int]]] = {
            (thing.kind, thing.id): Future() for thing in saved
        }
        # What the application has already.
        self._courses = _by_id(cloud.courses.list(CourseQuery()))
        self._destinations = _by_id(cloud.destinations.list(DestinationQuery()))
        self._dispatches = _by_id(cloud.dispatches.list(DispatchQuery()))
        self._registrations = {
            registration.id: _parties(registration)
            for registration in cloud.registrations.list(RegistrationQuery())
        }
        self._kinds: dict[str, _Kind] = {
            "configuration": _Kind(self._plan_configuration, self._configuration),
            "course": _Kind(self._plan_course, self._course),
            "destination": _Kind(self._plan_destination, self._destination),
            "dispatch": _Kind(self._plan_dispatch, self._dispatch),
            "registration": _Kind(self._plan_registration, self._registration),
        }

    def step(self, thing: Thing) -> Step:
        """Return what is to be done for one thing."""
        return self._kinds[thing.kind].plan(thing, self._read(thing))

    def carry_out(self, thing: Thing) -> Record:
        """Bring one thing back, and return the record of what became of it.

        Raises:
            CloudError: it cannot be; what it needs could not be.
        """
        with self._awaited(thing) as done:
            record = self._read(thing)
            step = self._kinds[thing.kind].plan(thing, record)
            if step.action == "conflict":
                raise ServiceRefused(
                    f"there is another {thing} already",
                    code="restore_conflict",
                    hint=f"look at it: scloud {thing.kind} show {thing.id}",
                )
            # Of a course that is there, registrations want to know which version became which.
            if step.action not in ("cannot", "exists") or thing.kind == "course":
                done.update(self._kinds[thing.kind].carry_out(step, record))
        return step.to_record(_DONE.get(step.action, step.action))

    @contextmanager
    def _awaited(self, thing: Thing) -> Iterator[dict[int, int]]:
        """Tell those that wait for a thing when it is there, or that it will not be."""
        future = self._done[thing.kind, thing.id]
        versions: dict[int, int] = {}
        try:
            yield versions
        except BaseException as error:
            future.set_exception(error)
            raise
        future.set_result(versions)

    def _needed(self, kind: str, owner: str | None) -> dict[int, int]:
        """Wait for what a thing needs: things begin in order, so it has begun at least."""
        future = self._done.get((kind, owner or ""))
        if future is None:  # it is not in the backup: then it must be there already
            return {}
        try:
            return future.result()
        except Exception as error:
            raise ServiceRefused(
                f"its {kind} {owner} could not be restored", code="restore_needs_another"
            ) from error

    def _read(self, thing: Thing) -> Mapping[str, Any]:
        return self._folder.read(thing.listed) or {}

    # Configuration of the application

    def _plan_configuration(self, thing: Thing, record: Mapping[str, Any]) -> Step:
        return Step(thing, "update" if self._unlike(thing.id, record["settings"]) else "exists")

    def _configuration(self, step: Step, record: Mapping[str, Any]) -> dict[int, int]:
        different = self._unlike(step.thing.id, record["settings"])
        self._cloud.configuration.set(step.thing.id, different)
        return {}

    def _unlike(self, owner: str, settings: Mapping[str, str]) -> dict[str, str]:
        if not settings:
            return {}
        now = things.explicit(self._cloud.configuration.get(owner))
        return {name: value for name, value in settings.items() if now.get(name) != value}

    # Courses

    def _versions(self, place: str, record: Mapping[str, Any]) -> list[_Version]:
        folder = place.rpartition("/")[0]
        versions = []
        for number in record["versions"]:
            saved = self._folder.read(f"{folder}/versions/{number}.json") or {}
            versions.append(_Version(number, saved, self._folder.path / saved["file"]))
        return versions

    def _plan_course(self, thing: Thing, record: Mapping[str, Any]) -> Step:
        lost = [LOST_TIMES]
        versions = self._versions(thing.listed, record)
        chain = _chain(versions)
        if len(chain) < len(versions):
            lost.append("versions that only repeat the one before")
        if any(version.number != number for number, version in enumerate(versions)):
            lost.append("numbers of versions: they are counted from 0 again")
        if not chain:
            return Step(thing, "cannot", ("all of it: it had no version",))
        now = self._courses.get(thing.id)
        if now is None:
            return Step(thing, "create", tuple(lost), tuple(chain))
        there = list(self._cloud.courses.versions(thing.id))
        missing = self._missing(now, there, versions, chain)
        if missing is None:
            return Step(thing, "conflict")
        if missing:
            return Step(thing, "add versions", tuple(lost), tuple(missing))
        with self._publication(thing.id, chain[-1]) as publication:
            changes = publication.steps(now, _course_settings(record))
        return Step(thing, "update" if changes else "exists")

    def _missing(
        self, now: Course, there: list[Course], versions: list[_Version], chain: list[_Version]
    ) -> list[_Version] | None:
        """Return the versions that a course still lacks; None where it is another course."""
        newest, count = there[-1], len(there)
        for version in versions:  # the very course that was saved
            saved = version.record
            if newest.created is not None and (newest.created, newest.updated) == (
                saved["created"],
                saved["updated"],
            ):
                return [later for later in chain if later.number > version.number]
        # Else it is one that was restored: with as many versions as were brought back so far.
        if count <= len(chain) and self._holds(now, chain[count - 1]):
            return chain[count:]
        if count == len(versions) and self._holds(now, versions[-1]):
            return []
        return None

    def _holds(self, course: Course, version: _Version) -> bool:
        with self._publication(course.id, version) as publication:
            return publication.holds(course, note=False)

    def _course(self, step: Step, record: Mapping[str, Any]) -> dict[int, int]:
        courses, course_id = self._cloud.courses, step.thing.id
        versions = self._versions(step.thing.listed, record)
        for version in step.versions:
            with self._publication(course_id, version) as publication:
                publication.bring_up_to_date(self._settle, self._wait)
        with self._publication(course_id, versions[-1]) as publication:
            publication.apply(publication.course(), _course_settings(record))
        became = _became(versions, list(courses.versions(course_id)))
        for version in versions:
            configuration = courses.configuration(became[version.number])
            settings = version.record["settings"] or {}
            if settings and things.explicit(configuration.get(course_id)) != settings:
                configuration.set(course_id, settings)
        return became

    @contextmanager
    def _publication(self, course_id: str, version: _Version) -> Iterator[Publication]:
        with version.file.open("rb") as file:
            yield Publication(
                self._cloud.courses, str(version.file), course_id, file, self._reporter
            )

    # Destinations

    def _plan_destination(self, thing: Thing, record: Mapping[str, Any]) -> Step:
        if thing.id not in self._destinations:
            return Step(thing, "create", (LOST_TIMES,))
        now = self._cloud.destinations.get(thing.id)
        saved = Destination.from_record(record["destination"])
        same = all(getattr(now, name) == getattr(saved, name) for name in _DESTINATION)
        hashes = self._cloud.destinations.hashes_user_info(thing.id)
        same = same and hashes == bool(record["hashUserInfo"])
        return Step(thing, "exists" if same else "update")

    def _destination(self, step: Step, record: Mapping[str, Any]) -> dict[int, int]:
        thing = step.thing
        destinations = self._cloud.destinations
        saved = Destination.from_record(record["destination"])
        change = DestinationChange(**{name: getattr(saved, name) for name in _DESTINATION})
        if thing.id in self._destinations:
            destinations.update(thing.id, change)
        else:
            destinations.create(thing.id, change)
        if record["hashUserInfo"] is not None:
            destinations.hash_user_info(thing.id, record["hashUserInfo"])
        return {}

    # Dispatches

    def _plan_dispatch(self, thing: Thing, record: Mapping[str, Any]) -> Step:
        saved = Dispatch.from_record(record["dispatch"])
        now = self._dispatches.get(thing.id)
        if now is None:
            count = saved.registration_count
            lost = [f"the count of its registrations, {count}"] if count else []
            return Step(thing, "create", (LOST_TIMES, *lost))
        if (now.destination_id, now.course_id) != (saved.destination_id, saved.course_id):
            return Step(thing, "conflict")
        same = all(getattr(now, name) == getattr(saved, name) for name in (*_DISPATCH, "tags"))
        hashes = self._cloud.dispatches.hashes_user_info(thing.id)
        same = same and hashes == bool(record["hashUserInfo"])
        return Step(thing, "exists" if same else "update")

    def _dispatch(self, step: Step, record: Mapping[str, Any]) -> dict[int, int]:
        thing = step.thing
        dispatches = self._cloud.dispatches
        saved = Dispatch.from_record(record["dispatch"])
        self._needed("course", saved.course_id)
        self._needed("destination", saved.destination_id)
        change = DispatchChange(**{name: getattr(saved, name) for name in _DISPATCH})
        if thing.id in self._dispatches:
            dispatches.update(thing.id, change)
            dispatches.tags.set(thing.id, saved.tags or ())
        else:
            dispatches.create(
                thing.id,
                saved.destination_id or "",
                saved.course_id or "",
                change,
                saved.tags or (),
            )
        if record["hashUserInfo"] is not None:
            dispatches.hash_user_info(thing.id, record["hashUserInfo"])
        return {}

    # Registrations

    def _plan_registration(self, thing: Thing, record: Mapping[str, Any]) -> Step:
        saved = Registration.from_record(record["registration"])
        now = self._registrations.get(thing.id)
        if now is not None:
            return Step(thing, "exists" if now == _parties(saved) else "conflict")
        if saved.dispatch_id is not None:
            why = f"all of it: only a launch of dispatch {saved.dispatch_id} makes such a one"
            return Step(thing, "cannot", (why,))
        lost = [LOST_TIMES]
        if saved.first_access_date is not None or saved.last_access_date is not None:
            lost.append(LOST_PAST)
        if earlier := [str(earlier["instance"]) for earlier in record["earlierInstances"]]:
            lost.append(f"instances {', '.join(earlier)}, before the newest")
        return Step(thing, "create", tuple(lost))

    def _registration(self, step: Step, record: Mapping[str, Any]) -> dict[int, int]:
        thing = step.thing
        saved = Registration.from_record(record["registration"])
        course, learner = saved.course, saved.learner
        if course is None or learner is None:
            raise ServiceRefused(f"the backup does not tell who takes what in {thing}")
        became = self._needed("course", course.id)
        version = course.version
        new = NewRegistration(
            id=thing.id,
            course_id=course.id,
            learner_id=learner.id,
            first_name=learner.first_name,
            last_name=learner.last_name,
            email=learner.email,
            course_version=became.get(version, version) if version is not None else None,
            tags=saved.tags or (),
            state=saved if _has_result(saved) else None,
            settings=record["settings"],
            xapi_registration_id=saved.xapi_registration_id,
        )
        register(self._cloud.registrations, new)
        return {}


class _Kind(NamedTuple):
    """How things of one kind are planned and brought back."""

    plan: Callable[[Thing, Mapping[str, Any]], Step]
    carry_out: Callable[[Step, Mapping[str, Any]], dict[int, int]]


# The status of a thing when its step has been taken.
_DONE = {
    "create": "created",
    "add versions": "updated",
    "update": "updated",
    "cannot": "not restored",
}


def _chain(versions: list[_Version]) -> list[_Version]:
    """Return the versions whose content differs from the one before: no others can be made."""
    return [
        version
        for number, version in enumerate(versions)
        if not number or version.record["fingerprint"] != versions[number - 1].record["fingerprint"]
    ]


def _became(versions: list[_Version], there: list[Course]) -> dict[int, int]:
    """Return which number each saved version has where it is now."""
    by_time = {
        version.created: version.version or 0 for version in there if version.created is not None
    }
    chain = _chain(versions)
    became: dict[int, int] = {}
    position = -1
    for version in versions:
        position += version in chain
        elsewhere = there[min(position, len(there) - 1)].version or 0
        became[version.number] = by_time.get(version.record["created"], elsewhere)
    return became


def _course_settings(record: Mapping[str, Any]) -> CourseSettings:
    return CourseSettings(
        title=record["title"], tags=tuple(record["tags"]), settings=record["settings"] or None
    )


def _by_id(things_there: Iterable[Owned]) -> dict[str, Owned]:
    return {thing.id: thing for thing in things_there}


def _parties(registration: Registration) -> tuple[str | None, str | None]:
    course, learner = registration.course, registration.learner
    return (course.id if course else None, learner.id if learner else None)


def _has_result(registration: Registration) -> bool:
    details: Mapping[str, Any] = registration.activity_details or {}
    return bool(
        registration.score is not None
        or registration.total_seconds_tracked
        or details.get("attempts")
        or {registration.registration_completion, registration.registration_success}
        - {"UNKNOWN", None}
    )
