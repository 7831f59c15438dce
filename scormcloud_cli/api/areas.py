"""What commands may ask of each area of the service, whichever API answers.

Each method raises `CloudError` when the service says no or cannot be reached: `NotFound` for an
unknown course, registration or job, `UnsupportedByApi` for what the API in use cannot do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from scormcloud_cli.api.models import (
    Application,
    Course,
    Credential,
    ImportJob,
    Launch,
    Registration,
    SettingValue,
)
from scormcloud_cli.api.queries import CourseQuery, Detail, ListQuery, RegistrationQuery
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


class Tags(Protocol):
    """The tags of one kind of thing."""

    def get(self, owner: str) -> Sequence[str]:
        """Return the tags of one, by its ID."""

    def add(self, owner: str, tags: Sequence[str]) -> None:
        """Give one more tags."""

    def remove(self, owner: str, tags: Sequence[str]) -> None:
        """Take tags from one; those it does not have are passed over."""

    def set(self, owner: str, tags: Sequence[str]) -> None:
        """Give one exactly these tags."""


class Configuration(Protocol):
    """The configuration of one kind of thing, by v2's setting IDs."""

    def get(self, owner: str) -> Iterator[SettingValue]:
        """Return every setting of one, by its ID."""

    def set(self, owner: str, settings: Mapping[str, str]) -> None:
        """Set settings of one."""

    def unset(self, owner: str, setting_id: str) -> None:
        """Let a setting of one come from the level above again."""


class Courses(Protocol):
    """The courses of an application."""

    @property
    def tags(self) -> Tags:
        """Their tags."""

    @property
    def configuration(self) -> Configuration:
        """Their configuration."""

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


class Registrations(Protocol):
    """The registrations of an application."""

    @property
    def tags(self) -> Tags:
        """Their tags."""

    @property
    def configuration(self) -> Configuration:
        """Their configuration."""

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


class Applications(Protocol):
    """The applications of a realm, for the management application."""

    def list(self, query: ListQuery, *, counts: bool = False) -> Iterator[Application]:
        """Return the applications that a query wants; `counts`: with courses and registrations."""

    def get(self, app_id: str, *, counts: bool = False) -> Application:
        """Return one application."""

    def create(self, name: str) -> Application:
        """Create an application."""

    def update(
        self, app_id: str, *, name: str | None = None, allow_delete: bool | None = None
    ) -> None:
        """Change an application; None leaves a thing as it is."""

    def delete(self, app_id: str) -> None:
        """Delete an application with all that is in it."""

    def credentials(self, app_id: str) -> Iterator[Credential]:
        """Return an application's secret keys."""

    def create_credential(self, app_id: str, name: str) -> Credential:
        """Create a secret key; it is in the answer, and perhaps nowhere else ever again."""

    def update_credential(
        self,
        app_id: str,
        credential_id: str,
        *,
        name: str | None = None,
        active: bool | None = None,
    ) -> None:
        """Change a secret key; None leaves a thing as it is."""

    def delete_credential(self, app_id: str, credential_id: str) -> None:
        """Delete a secret key: nothing can be called with it from then on."""
