"""What lists can be asked for, in v2's words (spec/v2-facts.md, Lists)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """Which of a list's things are wanted, and in which order.

    Attributes:
        filter: text to look for in the field that `filter_by` names.
        filter_by: ``course_id``, ``title``, ``registration_id``, …; the service's default if None.
        tags: only what carries any of these.
        since: ISO 8601; only what was created or updated then or later.
        until: ISO 8601; only what was created or updated then or earlier.
        datetime_filter: ``created`` or ``updated``: what `since` and `until` look at.
        order_by: ``created_desc``, ``title_asc``, …; the service's default if None.
    """

    filter: str | None = None
    filter_by: str | None = None
    tags: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    datetime_filter: str | None = None
    order_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseQuery(ListQuery):
    """Which courses are wanted.

    Attributes:
        metadata: with each course's metadata.
        registration_count: with the number of each course's registrations.
    """

    metadata: bool = False
    registration_count: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationQuery(ListQuery):
    """Which registrations are wanted.

    Attributes:
        course_id: only those of this course.
        learner_id: only those of this learner.
        detail: what to tell of each beyond its result.
    """

    course_id: str | None = None
    learner_id: str | None = None
    detail: "Detail | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationQuery(ListQuery):
    """Which destinations are wanted.

    Attributes:
        course_id: only those that this course is dispatched to.
        dispatch_count: with the number of each one's dispatches.
    """

    course_id: str | None = None
    dispatch_count: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchQuery(ListQuery):
    """Which dispatches are wanted.

    Attributes:
        destination_id: only those to this destination.
        course_id: only those of this course.
        enabled: only those that can be launched, or only those that cannot.
    """

    destination_id: str | None = None
    course_id: str | None = None
    enabled: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationQuery(ListQuery):
    """Which invitations are wanted.

    Attributes:
        course_id: only those to this course.
        public: only public ones, or only private ones.
    """

    course_id: str | None = None
    public: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """How much of a registration's result is wanted.

    Attributes:
        children: the result of each activity.
        interactions: each activity's interactions and objectives.
        runtime: each activity's runtime data.
    """

    children: bool = False
    interactions: bool = False
    runtime: bool = False
