"""What commands may ask of courses and registrations, whichever API answers.

Each method raises `CloudError` when the service says no or cannot be reached: `NotFound` for an
unknown course, registration or job, `UnsupportedByApi` for what the API in use cannot do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from scormcloud_cli.api.models import Course, ImportJob, Launch, Registration, SettingValue
from scormcloud_cli.api.queries import CourseQuery, Detail, RegistrationQuery
from scormcloud_cli.api.transport import Progress, Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class Postback:
    """Where the service reports results to (spec/v2-facts.md, Postbacks).

    Attributes:
        url: where each report is posted.
        auth_type: ``FORM`` or ``HTTPBASIC``.
        user_name: for that.
        password: for that.
        results_format: ``COURSE``, ``ACTIVITY`` or ``FULL``.
    """

    url: str
    auth_type: str | None = None
    user_name: str | None = None
    password: str | None = None
    results_format: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRegistration:
    """A registration to create: who (`learner_id` and names) takes which course."""

    id: str
    course_id: str
    learner_id: str
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    course_version: int | None = None
    tags: tuple[str, ...] = ()
    postback: Postback | None = None


class Courses(Protocol):
    """The courses of an application."""

    def list(self, query: CourseQuery) -> Iterator[Course]:
        """Return the courses that a query wants, each as soon as it is known."""

    def get(
        self,
        course_id: str,
        *,
        version: int | None = None,
        metadata: bool = False,
        registration_count: bool = False,
    ) -> Course:
        """Return one course: its newest version, or the one asked for."""

    def exists(self, course_id: str) -> bool:
        """Say whether there is a course of that ID."""

    def delete(self, course_id: str, version: int | None = None) -> None:
        """Delete a course with its registrations, or one of its versions."""

    def set_title(self, course_id: str, title: str) -> None:
        """Change a course's title."""

    def versions(self, course_id: str) -> Iterator[Course]:
        """Return the versions of a course, the oldest first."""

    def import_file(self, course_id: str, upload: Upload, *, new_version: bool) -> str:
        """Upload a package and start its import; return the job's ID.

        Args:
            course_id: the ID to give the course.
            upload: the package; its `field` is set by this method.
            new_version: whether a course that exists gets another version; else it is refused.
        """

    def import_url(self, course_id: str, url: str, *, content_type: str, new_version: bool) -> str:
        """Have the service fetch a package and import it; return the job's ID."""

    def job(self, job_id: str) -> ImportJob:
        """Say how an import stands."""

    def download(
        self,
        course_id: str,
        version: int | None,
        sink: BinaryIO,
        on_progress: Progress | None = None,
    ) -> str | None:
        """Write a course's package to a file; return the file name the service suggests."""

    def preview(self, course_id: str, version: int | None, redirect: str) -> str:
        """Return a link that plays a course without keeping any result."""

    def tags(self, course_id: str) -> Sequence[str]:
        """Return a course's tags."""

    def add_tags(self, course_id: str, tags: Sequence[str]) -> None:
        """Give a course more tags."""

    def remove_tags(self, course_id: str, tags: Sequence[str]) -> None:
        """Take tags from a course; those it does not have are passed over."""

    def set_tags(self, course_id: str, tags: Sequence[str]) -> None:
        """Give a course exactly these tags."""

    def configuration(self, course_id: str) -> Iterator[SettingValue]:
        """Return every setting of a course."""

    def configure(self, course_id: str, settings: Mapping[str, str]) -> None:
        """Set settings of a course, by v2's setting IDs."""

    def unset(self, course_id: str, setting_id: str) -> None:
        """Let a setting of a course come from the level above again."""


class Registrations(Protocol):
    """The registrations of an application."""

    def list(self, query: RegistrationQuery) -> Iterator[Registration]:
        """Return the registrations that a query wants, each as soon as it is known."""

    def get(self, registration_id: str, detail: Detail) -> Registration:
        """Return one registration with its result."""

    def exists(self, registration_id: str) -> bool:
        """Say whether there is a registration of that ID."""

    def create(self, new: NewRegistration) -> None:
        """Register a learner for a course."""

    def delete(self, registration_id: str) -> None:
        """Delete a registration and its results."""

    def launch(self, registration_id: str, *, redirect: str, expires: int | None) -> str:
        """Return a link that launches the course for its learner.

        Args:
            registration_id: whose.
            redirect: where the learner goes at the end: a URL, ``closer`` or ``blank``.
            expires: seconds until the link dies, 10 to 300; the service's default if None.
        """

    def history(self, registration_id: str) -> Iterator[Launch]:
        """Return the launches of a registration."""

    def reset(self, registration_id: str) -> None:
        """Throw a registration's results away, and keep the registration."""

    def tags(self, registration_id: str) -> Sequence[str]:
        """Return a registration's tags."""

    def add_tags(self, registration_id: str, tags: Sequence[str]) -> None:
        """Give a registration more tags."""

    def remove_tags(self, registration_id: str, tags: Sequence[str]) -> None:
        """Take tags from a registration; those it does not have are passed over."""

    def set_tags(self, registration_id: str, tags: Sequence[str]) -> None:
        """Give a registration exactly these tags."""

    def configuration(self, registration_id: str) -> Iterator[SettingValue]:
        """Return every setting of a registration."""

    def configure(self, registration_id: str, settings: Mapping[str, str]) -> None:
        """Set settings of a registration, by v2's setting IDs."""

    def unset(self, registration_id: str, setting_id: str) -> None:
        """Let a setting of a registration come from the level above again."""
