"""What the service's answers are about, in one shape for both APIs.

Attributes are v2's documented properties in Python's spelling: ``course_learning_standard`` is
``courseLearningStandard`` in JSON. What an answer did not carry is None, and is left out of the
JSON. Times are texts in ISO 8601, UTC, with milliseconds and a ``Z``.
"""

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Self, get_args, get_type_hints

from scormcloud_cli.api.errors import UnexpectedAnswer

Json = Any


class Time(str):
    """Marks an attribute that holds a time, so that reading it makes its form uniform."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Base of all models: reading from v2's JSON and printing as it."""

    @classmethod
    def from_record(cls, record: Mapping[str, Json]) -> Self:
        """Read one from a JSON object in v2's shape; what it does not know is passed over.

        Raises:
            UnexpectedAnswer: it lacks what every such thing has.
        """
        values: dict[str, Any] = {}
        for name, json_name, kind in _layout(cls):
            value = record.get(json_name)
            if value is None:
                continue
            if kind is Time:
                value = utc(value)
            elif isinstance(kind, type) and issubclass(kind, Model):
                value = kind.from_record(value)
            elif isinstance(value, list):
                value = tuple(value)
            values[name] = value
        for each in fields(cls):
            if each.default is MISSING and each.name not in values:
                raise UnexpectedAnswer(f"the service's answer has no {_camel(each.name)}")
        return cls(**values)

    def to_record(self) -> dict[str, Json]:
        """Return it as a JSON object in v2's shape, without what is not known."""
        record: dict[str, Json] = {}
        for name, json_name, _kind in _layout(type(self)):
            value = getattr(self, name)
            if value is None:
                continue
            if isinstance(value, Model):
                value = value.to_record()
            elif isinstance(value, tuple):
                value = list(value)
            record[json_name] = value
        return record

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """Return the JSON names of everything one may carry."""
        return tuple(json_name for _, json_name, _ in _layout(cls))


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(Model):
    """A course, or one version of it (spec/v2-openapi.json, CourseSchema)."""

    id: str
    title: str | None = None
    version: int | None = None
    course_learning_standard: str | None = None
    xapi_activity_id: str | None = None
    activity_id: str | None = None
    created: Time | None = None
    updated: Time | None = None
    registration_count: int | None = None
    tags: tuple[str, ...] | None = None
    dispatched: bool | None = None
    metadata: Mapping[str, Json] | None = None
    root_activity: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset(Model):
    """A file of a course version; `size` is in bytes (spec/v2-openapi.json, FileListItemSchema)."""

    path: str
    size: int | None = None
    modified: Time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportJob(Model):
    """How an import stands; `status` is RUNNING, COMPLETE or ERROR, or SKIPPED if there is none.

    v2 nests what came of it (ImportJobResultSchema); here it is flat, as cli.md prints it.
    """

    job_id: str | None = None
    status: str
    course_id: str | None = None
    course: Course | None = None
    message: str | None = None
    web_path_to_course: str | None = None
    course_languages: tuple[str, ...] | None = None
    warnings: tuple[str, ...] | None = None


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
    """A learner on a course, and how far they are (spec/v2-openapi.json, RegistrationSchema)."""

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
    """One time a registration was launched (spec/v2-openapi.json, LaunchHistorySchema)."""

    id: str
    instance: int | None = None
    completion_status: str | None = None
    success_status: str | None = None
    score: Score | None = None
    total_seconds_tracked: float | None = None
    launch_time: Time | None = None
    exit_time: Time | None = None
    last_runtime_update: Time | None = None
    history_log: str | None = None
    launch_history_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingValue(Model):
    """What one configuration setting is, and where that comes from (SettingItem)."""

    id: str
    effective_value: str | None = None
    effective_value_source: str | None = None
    explicit_value: str | None = None
    metadata: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Application(Model):
    """An application of the realm (spec/v2-openapi.json, ApplicationInfoSchema)."""

    id: str
    name: str | None = None
    create_date: Time | None = None
    update_date: Time | None = None
    allow_delete: bool | None = None
    course_count: int | None = None
    registration_count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential(Model):
    """A secret key of an application; `credential` is the key itself (CredentialSchema)."""

    id: str
    name: str | None = None
    credential: str | None = None
    status: str | None = None
    created: Time | None = None
    updated: Time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination(Model):
    """A place that dispatches go to (spec/v2-openapi.json, DestinationInfoSchema)."""

    id: str
    name: str | None = None
    email: str | None = None
    notes: str | None = None
    tags: tuple[str, ...] | None = None
    created: Time | None = None
    updated: Time | None = None
    dispatch_count: int | None = None
    launch_auth: Mapping[str, Json] | None = None
    lti13_data: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch(Model):
    """One course, lent to one destination (spec/v2-openapi.json, DispatchSchema)."""

    id: str
    destination_id: str | None = None
    destination_name: str | None = None
    course_id: str | None = None
    course_title: str | None = None
    created: Time | None = None
    updated: Time | None = None
    allow_new_registrations: bool | None = None
    enabled: bool | None = None
    instanced: bool | None = None
    registration_cap: int | None = None
    registration_count: int | None = None
    registration_reset_date: Time | None = None
    expiration_date: Time | None = None
    tags: tuple[str, ...] | None = None
    email: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation(Model):
    """An invitation to a course (spec/v2-openapi.json, Private- and PublicInvitationSchema)."""

    id: str
    course_id: str | None = None
    course_title: str | None = None
    is_public: bool | None = None
    url: str | None = None
    allow_launch: bool | None = None
    allow_new_registrations: bool | None = None
    registration_cap: int | None = None
    registration_count: int | None = None
    launched_registration_count: int | None = None
    create_date: Time | None = None
    updated: Time | None = None
    expiration_date: Time | None = None
    invitation_email: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationJob(Model):
    """How far the sending of a private invitation is (InvitationJobStatusSchema)."""

    status: str
    total: int | None = None
    processed: int | None = None
    errors: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited(Model):
    """Who was invited, and how far they are (UserInvitationSchema)."""

    email: str
    registration_id: str | None = None
    is_started: bool | None = None
    updated: Time | None = None
    url: str | None = None
    registration_report: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountUsage(Model):
    """What an account has used (ReportageAccountInfoUsageSchema)."""

    month_start: Time | None = None
    reg_count: int | None = None
    total_registrations: int | None = None
    total_courses: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Model):
    """An account's plan and usage (ReportageAccountInfoSchema)."""

    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    account_type: str | None = None
    reg_limit: int | None = None
    strict_limit: bool | None = None
    create_date: Time | None = None
    usage: AccountUsage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class XapiCredential(Model):
    """A key pair that statements are sent and read with; `id` is its user name."""

    id: str
    name: str | None = None
    info: str | None = None
    secret: str | None = None
    is_enabled: bool | None = None
    auth: str | None = None
    permissions_level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPipe(Model):
    """A pipe that forwards statements (spec/v2-openapi.json, XapiStatementPipeSchema)."""

    id: str
    source: Mapping[str, Json] | None = None
    target: Mapping[str, Json] | None = None
    attempts: int | None = None
    last_forwarded_statement_date: Time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector(Model):
    """A content source elsewhere (spec/v2-openapi.json, ConnectorSchema)."""

    connector_id: str
    content_connector_type: str | None = None
    configuration: Mapping[str, Json] | None = None
    additional_instance_information: Mapping[str, Json] | None = None
    enabled: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping(Model):
    """That the service answers and takes the credentials."""

    api: str
    base_url: str
    application: str
    message: str | None = None
    server_time: Time | None = None
    clock_difference: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Token(Model):
    """An OAuth access token; `expires_in` is in seconds."""

    access_token: str
    expires_in: int
    scopes: tuple[str, ...] = ()


def utc(text: str) -> Time:
    """Return a time as ISO 8601 in UTC with milliseconds and ``Z``.

    Args:
        text: an ISO 8601 time; without a zone it is taken to be UTC (spec/v2-facts.md, Lists).
            What cannot be read as a time is returned unchanged.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return Time(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    moment = moment.astimezone(UTC)
    return Time(moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z")


_layouts: dict[type, tuple[tuple[str, str, Any], ...]] = {}


def _layout(model: type[Model]) -> tuple[tuple[str, str, Any], ...]:
    """Return each attribute's name, its JSON name, and the type that its value is read as."""
    if model not in _layouts:
        hints = get_type_hints(model)
        _layouts[model] = tuple(
            (each.name, _camel(each.name), _kind(hints[each.name])) for each in fields(model)
        )
    return _layouts[model]


def _kind(hint: Any) -> Any:
    """Return what stands beside None in a type."""
    choices = [each for each in get_args(hint) if each is not type(None)]
    return choices[0] if choices and len(get_args(hint)) > len(choices) else hint


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), name)
