"""Registrations: what they are, which to list, what can be done with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from scormcloud_cli.api.configuration import Configuration
from scormcloud_cli.api.models import Json, Model, Time
from scormcloud_cli.api.postbacks import Postback
from scormcloud_cli.api.queries import ListQuery, Span
from scormcloud_cli.api.tags import Tags


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseReference(Model):
    """The course of a registration."""

    id: str
    title: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner(Model):
    """Who takes a course. Learners exist inside registrations only."""

    id: str
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Model):
    """A score from 0 to 100."""

    scaled: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration(Model):
    """A learner on a course, and how far they are (v2.json, RegistrationSchema)."""

    id: str
    instance: int | None = None
    course: CourseReference | None = None
    learner: Learner | None = None
    registration_completion: str | None = None
    registration_completion_amount: float | None = None
    registration_success: str | None = None
    score: Score | None = None
    total_seconds_tracked: float | None = None
    created_date: Time | None = None
    updated: Time | None = None
    first_access_date: Time | None = None
    last_access_date: Time | None = None
    completed_date: Time | None = None
    xapi_registration_id: str | None = None
    dispatch_id: str | None = None
    tags: tuple[str, ...] | None = None
    global_objectives: tuple[Json, ...] | None = None
    shared_data: tuple[Json, ...] | None = None
    suspended_activity_id: str | None = None
    activity_details: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch(Model):
    """One time a registration was launched (v2.json, LaunchHistorySchema).

    Its `history_log` is a list of what happened, an object each, or a text that cannot be read as
    one.
    """

    id: str
    instance: int | None = None
    completion_status: str | None = None
    success_status: str | None = None
    score: Score | None = None
    total_seconds_tracked: float | None = None
    launch_time: Time | None = None
    exit_time: Time | None = None
    last_runtime_update: Time | None = None
    history_log: Json = None
    launch_history_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """How much of a registration's result to return.

    Attributes:
        children: the result of each activity.
        interactions: each activity's interactions and objectives.
        runtime: each activity's runtime data.
    """

    children: bool = False
    interactions: bool = False
    runtime: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationQuery(ListQuery):
    """Which registrations to list.

    Attributes:
        course_id: only those of this course.
        learner_id: only those of this learner.
        detail: what to tell of each beyond its result.
    """

    course_id: str | None = None
    learner_id: str | None = None
    detail: "Detail | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRegistration:
    """A registration to create: who (`learner_id` and names) takes which course.

    Attributes:
        state: the result to begin with (v2.json, CreateRegistrationSchema); v2 only.
        settings: what to configure from the beginning; v2 only.
        xapi_registration_id: a UUID, what statements call it; v2 only, the service makes one.
    """

    id: str
    course_id: str
    learner_id: str
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    course_version: int | None = None
    tags: tuple[str, ...] = ()
    postback: Postback | None = None
    state: Registration | None = None
    settings: Mapping[str, str] | None = None
    xapi_registration_id: str | None = None


class Registrations(Protocol):
    """The registrations of an application."""

    def instances(self, registration_id: str) -> Iterator[Registration]:
        """Return the instances of a registration, the oldest first."""

    def new_instance(self, registration_id: str) -> None:
        """Begin a new instance on the course's newest version."""

    def statements(
        self, registration_id: str, span: Span, *, instance: int | None = None
    ) -> Iterator[Mapping[str, Any]]:
        """Return the xAPI statements of a registration or one instance, as the service has them."""

    @property
    def tags(self) -> Tags:
        """Their tags."""

    def configuration(self, instance: int | None = None) -> Configuration:
        """Return their configuration, or that of one instance of each."""

    def list(self, query: RegistrationQuery) -> Iterator[Registration]:
        """Yield the registrations that match a query, as the pages of the list arrive."""

    def get(
        self, registration_id: str, detail: Detail, instance: int | None = None
    ) -> Registration:
        """Return one registration with the result of its newest instance, or of the one given."""

    def exists(self, registration_id: str) -> bool:
        """Say whether there is a registration of that ID."""

    def create(self, new: NewRegistration) -> None:
        """Register a learner for a course."""

    def delete(self, registration_id: str, instance: int | None = None) -> None:
        """Delete a registration and its results, or one instance of it."""

    def launch(self, registration_id: str, *, redirect: str, expires: int | None) -> str:
        """Return a link that launches the course for its learner.

        Args:
            registration_id: whose.
            redirect: where the learner goes at the end: a URL, ``closer`` or ``blank``.
            expires: seconds until the link dies, 10 to 300; the service's default if None.
        """

    def history(
        self, registration_id: str, instance: int | None = None, *, log: bool = False
    ) -> Iterator[Launch]:
        """Return the launches of a registration, or of one instance of it.

        Args:
            registration_id: the registration.
            instance: the instance; all where it is None.
            log: with what happened in each.
        """

    def reset(self, registration_id: str) -> None:
        """Delete a registration's results, but not the registration."""

    def reset_global_data(self, registration_id: str) -> None:
        """Delete its global objectives, which SCORM 2004 courses share."""

    def test_postback(self, postback: Postback) -> None:
        """Have the service post a sample result.

        Raises:
            ServiceRefused: it was not taken; the message says why.
        """
