"""How ``course publish`` goes about it: look, send only what is new, and look again."""

import hashlib
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from scormcloud_cli.api.courses import Course, Courses
from scormcloud_cli.api.errors import (
    NetworkFailure,
    ServiceRefused,
    UsageFault,
    do_all,
)
from scormcloud_cli.api.messages import Upload
from scormcloud_cli.commands import landing, sources
from scormcloud_cli.commands.imports import refuse_errors, wait_for
from scormcloud_cli.progress import meter
from scormcloud_cli.session import Session
from scormcloud_cli.views import Record

CONFIG = "scloud.toml"

# Tags of a course that tell what its current version holds, and what was on its way when a run
# ended: the one thing that both APIs keep with a course, for any machine to read.
_OURS = "scloud:"
_SENDING = "scloud:sending:"
_DIGITS = 32  # of a fingerprint: enough never to meet another by chance


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a course is to be beside its content; None leaves a thing as it is."""

    title: str | None = None
    tags: tuple[str, ...] | None = None
    settings: Mapping[str, str] | None = None


def wanted(
    source: str,
    course_id: str,
    title: str | None,
    tags: Sequence[str],
    settings: Sequence[str],
    config: str | None,
) -> Wanted:
    """Return what options and ``scloud.toml`` ask for; options go first.

    Args:
        source: beside which the file is looked for.
        course_id: whose table of the file counts.
        title: of the options.
        tags: of the options.
        settings: of the options, as ``NAME=VALUE``.
        config: the file, where another is meant.

    Raises:
        UsageFault: the file cannot be read, or says what is not known.
    """
    path = Path(config) if config else Path(source).absolute().parent / CONFIG
    table = _table(path, course_id) if config or path.is_file() else {}
    given = dict(_setting(each) for each in settings)
    return Wanted(
        title=title if title is not None else table.get("title"),
        tags=tuple(tags) if tags else table.get("tags"),
        settings={**table.get("settings", {}), **given} or None,
    )


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise UsageFault(f"a setting is given as NAME=VALUE, not {text!r}")
    return name, value


def _table(path: Path, course_id: str) -> dict[str, Any]:
    """Return what a file says of one course, checked."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise sources.unreadable(path, error) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageFault(f"{path}: {error}") from None
    table = document.get(course_id, {})
    if not isinstance(table, dict):
        raise UsageFault(f"{path}: {course_id} must be a table, [{course_id}]")
    for name, value in table.items():
        if name not in ("title", "tags", "settings"):
            raise UsageFault(
                f"{path}: [{course_id}] has the unknown key {name!r}",
                hint="title, tags and settings are known",
            )
        fits = {
            "title": isinstance(value, str),
            "tags": isinstance(value, list) and all(isinstance(tag, str) for tag in value),
            "settings": isinstance(value, dict)
            and all(isinstance(each, str | int | float) for each in value.values()),
        }[name]
        if not fits:
            kind = {"title": "a text", "tags": "a list of texts", "settings": "a table"}[name]
            raise UsageFault(f"{path}: {name} of [{course_id}] must be {kind}")
    found: dict[str, Any] = {}
    if "title" in table:
        found["title"] = table["title"]
    if "tags" in table:
        found["tags"] = tuple(table["tags"])
    if "settings" in table:
        found["settings"] = {name: _text(value) for name, value in table["settings"].items()}
    return found


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def publish(
    session: Session,
    source: str,
    course_id: str,
    wishes: Wanted,
    *,
    check: bool,
    settle: float,
    wait_timeout: float,
) -> Record:
    """Bring a course up to date and return what was done.

    Args:
        session: for the terminal and the service.
        source: a zip, a folder or a media file.
        course_id: the course.
        wishes: what else it is to be.
        check: look at the package before sending it.
        settle: seconds to look for an upload whose end is not known.
        wait_timeout: seconds to wait for an import.

    Raises:
        UsageFault: the source cannot be read.
        JobFailed: it has errors, or its import ended in error.
        StillPending: the import was not done in time; running again goes on from there.
        CloudError: the service said no, or could not be reached.
    """
    courses = session.cloud().courses
    with sources.opened(source) as file:
        if check and not sources.is_media(source):
            refuse_errors(session, source, file)
        publication = Publication(session, courses, source, course_id, file)
        action = publication.bring_up_to_date(settle, wait_timeout)
        course = publication.require()
        changed = publication.apply(course, wishes)
    version = course.version
    return {
        "courseId": course_id,
        **({} if version is None else {"version": version}),
        "action": action,
        "changed": changed,
        "fingerprint": publication.fingerprint,
    }


class Publication:
    """One source on its way to one course.

    Args:
        session: for the terminal.
        courses: the application's courses.
        source: the name of a zip, a folder or a media file.
        course_id: the course.
        file: the source, open.

    Raises:
        InvalidPackage: it is no package that can be read.
    """

    def __init__(
        self, session: Session, courses: Courses, source: str, course_id: str, file: BinaryIO
    ) -> None:
        self._session = session
        self._courses = courses
        self._source = source
        self._id = course_id
        self._file = file
        self.fingerprint = _fingerprint(source, file)
        self._mark = self.fingerprint[:_DIGITS]

    def bring_up_to_date(self, settle: float, wait_timeout: float) -> str:
        """Send the source unless the course holds it already; return what was done.

        Args:
            settle: seconds to look for an upload whose end is not known.
            wait_timeout: seconds to wait for an import.

        Raises:
            CloudError: as `publish`.
        """
        course = landing.current(self._courses, self._id)
        if course is None:
            return self._create(settle, wait_timeout)
        if self.holds(course):
            return "unchanged"
        sending = _SENDING + self._mark
        if sending in (course.tags or ()):
            self._session.terminal.notice(
                f"an earlier run was sending this; looking for it for {settle:g} s"
            )
            if self._landed(course.version, settle):
                self._note_content()
                return "updated"
        elif not self._session.dry_run:
            self._courses.tags.add(self._id, [sending])
        self._send(course.version, settle, wait_timeout, new_version=True)
        self._note_content()
        return "updated"

    def require(self) -> Course:
        """Return the course as it is now."""
        return self._courses.get(self._id)

    def apply(self, course: Course, wishes: Wanted) -> list[str]:
        """Set what is wished for and different; return what was."""
        steps = self.steps(course, wishes)
        do_all(steps.values())
        return list(steps)

    def steps(self, course: Course, wishes: Wanted) -> dict[str, Callable[[], None]]:
        """Return what sets what is wished for and different, each by its word."""
        steps: dict[str, Callable[[], None]] = {}
        title, tags = wishes.title, wishes.tags
        if title is not None and title != course.title:
            steps["title"] = partial(self._courses.set_title, self._id, title)
        if tags is not None:
            ours = [tag for tag in course.tags or () if tag.startswith(_OURS)]
            if set(tags) != set(course.tags or ()) - set(ours):
                steps["tags"] = partial(self._courses.tags.set, self._id, [*tags, *ours])
        if wishes.settings:
            configuration = self._courses.configuration()
            now = {each.id: each.effective_value for each in configuration.get(self._id)}
            different = {
                name: value for name, value in wishes.settings.items() if now.get(name) != value
            }
            if different:
                steps["settings"] = partial(configuration.set, self._id, different)
        return steps

    def _create(self, settle: float, wait_timeout: float) -> str:
        try:
            self._send(None, settle, wait_timeout, new_version=False)
        except ServiceRefused as error:
            # An import of an earlier run has ended just now: then there is something to look at.
            course = (
                landing.current(self._courses, self._id) if error.code == "course_exists" else None
            )
            if course is None or not self.holds(course):
                raise
        self._note_content()
        return "created"

    def _send(
        self, before: int | None, settle: float, wait_timeout: float, *, new_version: bool
    ) -> None:
        self._file.seek(0)
        with meter(self._session.terminal, f"importing {self._id}") as progress:
            name = sources.file_name(self._source)
            upload = Upload("file", self._file, name, sources.content_type(name), progress.bytes)
            try:
                job = self._courses.import_file(self._id, upload, new_version=new_version)
            except NetworkFailure as error:
                if not error.may_have_landed or not self._landed(before, settle):
                    raise
                self._session.terminal.notice("the answer was lost, but the import is there")
                return
            progress.phase("processing")
            wait_for(self._courses, job, wait_timeout)

    def _landed(self, before: int | None, seconds: float) -> bool:
        """Say whether a version newer than `before` with this content is there before long."""
        course = landing.newer(self._courses, self._id, before, seconds)
        return course is not None and self.holds(course)

    def holds(self, course: Course, *, note: bool = True) -> bool:
        """Say whether the current version of the course has this content.

        Args:
            course: the course as it is now.
            note: keep with the course what had to be fetched to be known.
        """
        ours = [tag for tag in course.tags or () if tag.startswith(_OURS)]
        kept = [tag for tag in ours if tag.startswith(f"{_OURS}{course.version}:")]
        if kept:
            same = kept[0].rpartition(":")[2] == self._mark
        else:
            same = self._may_hold() and self._downloaded_fingerprint() == self.fingerprint
        # A run that was killed may have left what it knew of other versions.
        if same and note and (not kept or ours != kept):
            self._note_content()
        return same

    def _may_hold(self) -> bool:
        """Say whether names and sizes of the files speak against it, which costs little to ask."""
        if sources.is_media(self._source):
            return True
        from scormcloud_cli.packages import Archive

        here = {file.name: file.size for file in Archive(self._file).files.values()}
        there = {each.path: each.size for each in self._courses.assets.list(self._id, None)}
        return all(there.get(name, size) == size for name, size in here.items())

    def _downloaded_fingerprint(self) -> str | None:
        import tempfile

        from scormcloud_cli.packages import InvalidPackage

        self._session.terminal.detail(f"comparing with the package of {self._id}")
        with tempfile.TemporaryFile() as kept:
            self._courses.download(self._id, None, kept)
            try:
                return _fingerprint(self._source, kept)
            except InvalidPackage:
                return None

    def _note_content(self) -> None:
        """Keep the fingerprint of the current version where any machine can read it."""
        course = self.require()
        kept = f"{_OURS}{course.version}:{self._mark}"
        stale = [tag for tag in course.tags or () if tag.startswith(_OURS) and tag != kept]
        if kept not in (course.tags or ()):
            self._courses.tags.add(self._id, [kept])
        if stale:
            self._courses.tags.remove(self._id, stale)


def _fingerprint(source: str, file: BinaryIO) -> str:
    """Return the fingerprint of a package's content, or of a media file's bytes."""
    if not sources.is_media(source):
        from scormcloud_cli.packages.fingerprint import fingerprint

        file.seek(0)
        return fingerprint(file)
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(1024 * 1024):
        digest.update(piece)
    return digest.hexdigest()
