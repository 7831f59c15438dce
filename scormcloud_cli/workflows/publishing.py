"""Publishing: making a course what a package is, sending only what is new, and looking again."""

import hashlib
import tempfile
from collections.abc import Callable
from functools import partial
from typing import Any, BinaryIO

from scormcloud_cli.api.courses import Course, Courses
from scormcloud_cli.api.errors import ServiceRefused, do_all
from scormcloud_cli.packages import Archive, InvalidPackage
from scormcloud_cli.packages.fingerprint import fingerprint
from scormcloud_cli.workflows import sources
from scormcloud_cli.workflows.course_settings import CourseSettings
from scormcloud_cli.workflows.reporter import Reporter
from scormcloud_cli.workflows.sending import SETTLE, current, newer, send

# Tags of a course that tell what its current version holds, and what was on its way when a run
# ended: the one thing that both APIs keep with a course, for any machine to read.
OWN_TAGS = "scloud:"
_SENDING = "scloud:sending:"
_DIGITS = 32  # of a fingerprint: enough never to meet another by chance
_PIECE = 1024 * 1024


def publish(
    courses: Courses,
    source: str,
    course_id: str,
    settings: CourseSettings,
    reporter: Reporter,
    *,
    check: bool = True,
    settle: float = SETTLE,
    wait: float = 600.0,
    dry_run: bool = False,
) -> dict[str, Any]:
    """Bring a course up to date and return the record of what was done.

    Args:
        courses: the application's courses.
        source: a zip, a folder or a media file.
        course_id: the course.
        settings: what the course is to be beside its content.
        reporter: takes the progress.
        check: check the package before sending it.
        settle: seconds to look for an upload whose end is not known.
        wait: seconds to wait for an import.
        dry_run: whether requests that change something are only planned.

    Raises:
        UsageError: the source cannot be read.
        JobFailed: it has errors, or its import ended in error.
        StillPending: the import was not done in time; running again goes on from there.
        CloudError: the service said no, or could not be reached.
    """
    with sources.opened(source, reporter) as file:
        if check and not sources.is_media(source):
            sources.check_package(source, file, reporter)
        publication = Publication(courses, source, course_id, file, reporter, dry_run=dry_run)
        action = publication.bring_up_to_date(settle, wait)
        course = publication.course()
        changed = publication.apply(course, settings)
    record = {
        "courseId": course_id,
        "version": course.version,
        "title": settings.title or course.title,
        "action": action,
        "changed": changed,
        "fingerprint": publication.fingerprint,
        "warnings": publication.warnings or None,
    }
    return {name: value for name, value in record.items() if value is not None}


class Publication:
    """One source on its way to one course.

    Args:
        courses: the application's courses.
        source: the name of a zip, a folder or a media file.
        course_id: the course.
        file: the source, open.
        reporter: takes the progress.
        dry_run: whether requests that change something are only planned.

    Raises:
        InvalidPackage: it is no package that can be read.
    """

    def __init__(
        self,
        courses: Courses,
        source: str,
        course_id: str,
        file: BinaryIO,
        reporter: Reporter,
        *,
        dry_run: bool = False,
    ) -> None:
        self._courses = courses
        self._source = source
        self._id = course_id
        self._file = file
        self._reporter = reporter
        self._dry_run = dry_run
        self.fingerprint = _fingerprint(source, file)
        self._mark = self.fingerprint[:_DIGITS]
        #: What the service warned of when it imported the source.
        self.warnings: list[str] = []

    def bring_up_to_date(self, settle: float, wait: float) -> str:
        """Send the source unless the course holds it already.

        Args:
            settle: seconds to look for an upload whose end is not known.
            wait: seconds to wait for an import.

        Returns:
            what was done: ``created``, ``updated`` or ``unchanged``.

        Raises:
            CloudError: as `publish`.
        """
        course = current(self._courses, self._id)
        if course is None:
            return self._create(settle, wait)
        if self.holds(course):
            return "unchanged"
        sending = _SENDING + self._mark
        if sending in (course.tags or ()):
            self._reporter.notice(
                f"an earlier run was sending this; looking for it for {settle:g} s"
            )
            newest = newer(self._courses, self._id, course.version, settle)
            if newest is not None and self.holds(newest):
                self._note_content()
                return "updated"
        elif not self._dry_run:
            self._courses.tags.add(self._id, [sending])
        self._send(course.version, settle, wait, new_version=True)
        self._note_content()
        return "updated"

    def course(self) -> Course:
        """Return the course as it is now.

        Raises:
            CloudError: there is none, or it cannot be had.
        """
        return self._courses.get(self._id)

    def apply(self, course: Course, settings: CourseSettings) -> list[str]:
        """Set what the course is to be and is not; return which of title, tags, settings it was."""
        steps = self.steps(course, settings)
        do_all(steps.values())
        return list(steps)

    def steps(self, course: Course, settings: CourseSettings) -> dict[str, Callable[[], None]]:
        """Return what sets what the course is to be and is not, by ``title``, ``tags``, ….

        Args:
            course: the course as it is now.
            settings: what it is to be.
        """
        steps: dict[str, Callable[[], None]] = {}
        title, tags = settings.title, settings.tags
        if title is not None and title != course.title:
            steps["title"] = partial(self._courses.set_title, self._id, title)
        if tags is not None:
            own = _own_tags(course)
            if set(tags) != set(course.tags or ()) - set(own):
                steps["tags"] = partial(self._courses.tags.set, self._id, [*tags, *own])
        if settings.settings:
            configuration = self._courses.configuration()
            now = {item.id: item.effective_value for item in configuration.get(self._id)}
            different = {
                name: value for name, value in settings.settings.items() if now.get(name) != value
            }
            if different:
                steps["settings"] = partial(configuration.set, self._id, different)
        return steps

    def holds(self, course: Course, *, note: bool = True) -> bool:
        """Tell whether the current version of the course has this content.

        Args:
            course: the course as it is now.
            note: keep with the course what had to be fetched to be known.
        """
        own = _own_tags(course)
        kept = [tag for tag in own if tag.startswith(f"{OWN_TAGS}{course.version}:")]
        if kept:
            same = kept[0].rpartition(":")[2] == self._mark
        else:
            same = self._may_hold() and self._downloaded_fingerprint() == self.fingerprint
        # A run that was killed may have left what it knew of other versions.
        if same and note and (not kept or own != kept):
            self._note_content()
        return same

    def _create(self, settle: float, wait: float) -> str:
        try:
            self._send(None, settle, wait, new_version=False)
        except ServiceRefused as error:
            # An import of an earlier run has ended just now: then there is something to look at.
            course = current(self._courses, self._id) if error.code == "course_exists" else None
            if course is None or not self.holds(course):
                raise
        self._note_content()
        return "created"

    def _send(self, before: int | None, settle: float, wait: float, *, new_version: bool) -> None:
        self._file.seek(0)
        with self._reporter.meter(f"importing {self._id}") as meter:
            upload = sources.upload(self._source, self._file, meter)
            job = send(
                self._courses,
                self._id,
                lambda: self._courses.import_file(self._id, upload, new_version=new_version),
                before=before,
                accept=self.holds,
                settle=settle,
                wait=wait,
                reporter=self._reporter,
                meter=meter,
            )
        self.warnings += job.warnings or ()

    def _may_hold(self) -> bool:
        """Tell whether names and sizes of the files allow it, which costs little to ask."""
        if sources.is_media(self._source):
            return True
        here = {file.name: file.size for file in Archive(self._file).files.values()}
        there = {asset.path: asset.size for asset in self._courses.assets.list(self._id, None)}
        return all(there.get(name, size) == size for name, size in here.items())

    def _downloaded_fingerprint(self) -> str | None:
        self._reporter.detail(f"comparing with the package of {self._id}")
        with tempfile.TemporaryFile() as package:
            self._courses.download(self._id, None, package)
            try:
                return _fingerprint(self._source, package)
            except InvalidPackage:
                return None

    def _note_content(self) -> None:
        """Keep the fingerprint of the current version where any machine can read it."""
        course = self.course()
        kept = f"{OWN_TAGS}{course.version}:{self._mark}"
        stale = [tag for tag in _own_tags(course) if tag != kept]
        if kept not in (course.tags or ()):
            self._courses.tags.add(self._id, [kept])
        if stale:
            self._courses.tags.remove(self._id, stale)


def _own_tags(course: Course) -> list[str]:
    return [tag for tag in course.tags or () if tag.startswith(OWN_TAGS)]


def _fingerprint(source: str, file: BinaryIO) -> str:
    """Return the fingerprint of a package's content, or of a media file's bytes."""
    file.seek(0)
    if not sources.is_media(source):
        return fingerprint(file)
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()
